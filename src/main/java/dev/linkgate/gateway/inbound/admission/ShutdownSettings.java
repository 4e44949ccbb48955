package dev.linkgate.gateway.inbound.admission;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How this replica ends.
 *
 * @param delay from the signal to stop until the port closes: long enough for a load balancer to see that
 *     {@code /readyz} is 503. Zero closes the port at once. A bare number counts seconds
 */
@ConfigurationProperties("linkgate.shutdown")
record ShutdownSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("0s")
        Duration delay) {

    /** @throws IllegalArgumentException if the delay is negative */
    ShutdownSettings {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("linkgate.shutdown.delay must not be negative");
        }
    }
}
