package dev.linkgate.gateway.endpoints.link;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How callers wait for endpoints. Bare numbers count seconds.
 *
 * @param maxWait the longest time an answer is held, even if the caller prefers a longer one
 * @param pollInterval how often Atlas is asked about the endpoints of one link while a caller waits
 * @param settleAfter how long after a write without an answer Atlas may still carry it out
 * @param errorGrace how long an endpoint may carry an error message, while neither connected nor being removed, before
 *     it has failed
 */
@ConfigurationProperties("linkgate.endpoints")
public record WaitSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s")
        Duration maxWait,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5s")
        Duration pollInterval,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("2m")
        Duration settleAfter,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("2m")
        Duration errorGrace) {

    /** @throws IllegalArgumentException if the interval is not positive or another value is negative */
    public WaitSettings {
        if (maxWait.isNegative() || settleAfter.isNegative() || errorGrace.isNegative() || !pollInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "linkgate.endpoints.max-wait, .settle-after and .error-grace must not be negative,"
                            + " and .poll-interval must be positive");
        }
    }
}
