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
 * @param lease how long a silent replica keeps its operations before others take them over; at least 4 s
 * @param pollInterval how often a replica looks for operations that are due
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

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("20s")
        Duration lease,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s")
        Duration pollInterval,

        @DefaultValue("30") int maxTries,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s")
        Duration firstPause,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("2m")
        Duration maxPause) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(4);

    /** @throws IllegalArgumentException if a value is not positive, or the lease is too short */
    OperationSettings {
        boolean positive = deadline.isPositive()
                && keep.isPositive()
                && pollInterval.isPositive()
                && maxTries > 0
                && firstPause.isPositive()
                && maxPause.isPositive();
        if (!positive || lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException(
                    "linkgate.operations.* must be positive, and .lease at least " + SHORTEST_LEASE.toSeconds() + "s");
        }
    }

    /** The pause after this many failed tries in a row. */
    Duration pauseAfter(int failedTries) {
        int doublings = Math.min(failedTries - 1, Integer.SIZE - 2);
        Duration pause = firstPause.multipliedBy(1L << doublings);
        return pause.compareTo(maxPause) < 0 ? pause : maxPause;
    }
}
