package dev.linkgate.gateway.platform.operation;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of operations. Bare numbers count seconds.
 *
 * @param deadline how long an operation may take
 * @param keep how long it is kept after its end
 */
@ConfigurationProperties("linkgate.operations")
record OperationSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1h")
        Duration deadline,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30d")
        Duration keep) {

    /** @throws IllegalArgumentException if a value is not positive */
    OperationSettings {
        if (!deadline.isPositive() || !keep.isPositive()) {
            throw new IllegalArgumentException("linkgate.operations.deadline and .keep must be positive");
        }
    }
}
