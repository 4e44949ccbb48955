package dev.linkgate.gateway.feature.limits;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this replica ends.
 *
 * @param delay from the signal to stop until the port closes: long enough for a load balancer to see that
 *     {@code /readyz} is 503. Zero closes the port at once
 */
@ConfigurationProperties("linkgate.shutdown")
record ShutdownSettings(@DefaultValue("0s") Duration delay) {

    /** @throws StartRefused if the delay is negative */
    ShutdownSettings {
        SettingBounds.requireNotNegative("linkgate.shutdown.delay", delay);
    }
}
