package dev.linkgate.gateway.feature.tasks;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what one replica at a time does.
 *
 * @param lease how long a silent replica keeps its operations and other tasks before others take them over; at least 4
 *     s
 * @param pollInterval how often events are looked for, and the pause after an operation's first failed try; for what
 *     other replicas have left, a replica looks five times less often
 */
@ConfigurationProperties("linkgate.operations")
public record TaskSettings(
        @DefaultValue("20s") Duration lease,

        @DefaultValue("1s") Duration pollInterval) {

    private static final int LOOKS = 5;
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** @throws StartRefused if the interval is not positive, or the lease is too short or too long */
    public TaskSettings {
        SettingBounds.requireBetween("linkgate.operations.lease", lease, SHORTEST_LEASE, LONGEST);
        SettingBounds.requirePositive("linkgate.operations.poll-interval", pollInterval, LONGEST);
    }

    /** How often a replica looks for tasks that are due without having begun here. */
    Duration lookInterval() {
        return pollInterval.multipliedBy(LOOKS);
    }

    /**
     * Too short for this replica to do it on time; random, because the replicas look for tasks at the same interval,
     * each at its own moment. After a fixed pause the one whose moment comes first could have the task again and again.
     */
    public Duration untilAnotherReplicaLooks() {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(pollInterval.toNanos()));
    }
}
