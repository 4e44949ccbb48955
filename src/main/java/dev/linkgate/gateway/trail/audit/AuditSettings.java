package dev.linkgate.gateway.trail.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the audit trail is written, and how much of it callers may use.
 *
 * @param timeout how long a request waits for its record to be durable before it is refused
 * @param batch the maximum number of records in one commit
 * @param queue the maximum number of records that wait for a commit; a request that finds it full is refused
 * @param teamQueue the part of the queue that one team may use, and the part for all anonymous callers together
 * @param adminQueue additional places for the administrator's records, which are stored first
 * @param anonymousPerMinute the number of anonymous refusals an address and minute that get their own record; further
 *     ones share one
 * @param minFreeSpace the free space on the disk of an embedded database below which only the administrator's requests
 *     get a record; zero turns this and the reserve off
 */
@ConfigurationProperties("linkgate.audit")
record AuditSettings(
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("512") int batch,
        @DefaultValue("8192") int queue,
        @DefaultValue("2048") int teamQueue,
        @DefaultValue("1024") int adminQueue,
        @DefaultValue("60") int anonymousPerMinute,
        @DefaultValue("64MB") DataSize minFreeSpace) {

    /** How long a stopping gateway waits for its last records. No caller waits then. */
    static final Duration AT_SHUTDOWN = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException if a value is out of its range */
    AuditSettings {
        if (!timeout.isPositive() || batch < 1 || queue < 1 || teamQueue < 1 || adminQueue < 1) {
            throw new IllegalArgumentException(
                    "linkgate.audit.timeout, .batch, .queue, .team-queue and .admin-queue" + " must be positive");
        }
        if (anonymousPerMinute < 0 || minFreeSpace.isNegative()) {
            throw new IllegalArgumentException(
                    "linkgate.audit.anonymous-per-minute and .min-free-space must not be negative");
        }
    }
}
