package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers wait for endpoints.
 *
 * @param maxWait the longest time an answer is held, even if the caller prefers a longer one
 * @param pollInterval how often Atlas is asked about the endpoints of one link while a caller waits
 * @param settleAfter how long after a write without an answer Atlas may still carry it out
 * @param errorGrace how long an endpoint may carry an error message, while neither connected nor being removed, before
 *     it has failed
 */
@ConfigurationProperties("linkgate.endpoints")
public record WaitSettings(
        @DefaultValue("60s") Duration maxWait,

        @DefaultValue("5s") Duration pollInterval,

        @DefaultValue("2m") Duration settleAfter,

        @DefaultValue("2m") Duration errorGrace) {

    /** @throws StartRefused if the interval is not positive or another value is negative */
    public WaitSettings {
        SettingBounds.requireNotNegative("linkgate.endpoints.max-wait", maxWait);
        SettingBounds.requirePositive("linkgate.endpoints.poll-interval", pollInterval);
        SettingBounds.requireNotNegative("linkgate.endpoints.settle-after", settleAfter);
        SettingBounds.requireNotNegative("linkgate.endpoints.error-grace", errorGrace);
    }
}
