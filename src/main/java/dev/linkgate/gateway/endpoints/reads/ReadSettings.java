package dev.linkgate.gateway.endpoints.reads;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How callers share reads of Atlas.
 *
 * @param maxAge how long an answer serves others after Atlas was asked; a bare number counts seconds, zero turns the
 *     sharing off
 */
@ConfigurationProperties("linkgate.reads")
record ReadSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s")
        Duration maxAge) {

    /** @throws IllegalArgumentException if it is negative */
    ReadSettings {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("linkgate.reads.max-age must not be negative");
        }
    }
}
