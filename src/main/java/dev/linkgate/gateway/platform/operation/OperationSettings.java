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
 * @param maxTries how often a step may fail in a row
 * @param firstPause the pause after the first failed try; each further failure doubles it
 * @param maxPause the longest of these pauses
 */
@ConfigurationProperties("linkgate.operations")
record OperationSettings(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1h")
        Duration deadline,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30d")
        Duration keep,

        @DefaultValue("30") int maxTries,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s")
        Duration firstPause,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("2m")
        Duration maxPause) {

    /** @throws IllegalArgumentException if a value is not positive */
    OperationSettings {
        if (!deadline.isPositive()
                || !keep.isPositive()
                || maxTries < 1
                || !firstPause.isPositive()
                || !maxPause.isPositive()) {
            throw new IllegalArgumentException("linkgate.operations.* must be positive");
        }
    }

    /** The pause after this many failed tries in a row. */
    Duration pauseAfter(int failedTries) {
        int doublings = Math.min(failedTries - 1, Integer.SIZE - 2);
        Duration pause = firstPause.multipliedBy(1L << doublings);
        return pause.compareTo(maxPause) < 0 ? pause : maxPause;
    }
}
