package dev.linkgate.gateway.core.endpoints.reads;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers share reads of Atlas.
 *
 * @param maxAge how long an answer serves others after Atlas was asked; zero turns the sharing off
 */
@ConfigurationProperties("linkgate.reads")
record ReadSettings(@DefaultValue("1s") Duration maxAge) {

    /** @throws StartRefused if it is negative */
    ReadSettings {
        SettingBounds.requireNotNegative("linkgate.reads.max-age", maxAge);
    }
}
