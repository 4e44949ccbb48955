package dev.linkgate.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the audit trail is written, and how much of it callers may take up.
 *
 * @param timeout how long a request waits for its record to be durable before it is refused; also how long the database
 *     may take to answer
 * @param batch records that share a commit at most
 * @param queue records that wait for a commit at most; a request that finds it full is refused
 * @param teamQueue how many of them may be of one team, or of all callers nobody knows
 * @param adminQueue records of the administrator that may wait beside those, and are stored before them
 * @param anonymousPerMinute refusals of callers nobody knows that have a record of their own, an address and minute;
 *     those beyond share one
 * @param minFreeSpace what must be free on the disk of an embedded database for others than the administrator to get a
 *     record; zero turns that and the reserve off
 */
@ConfigurationProperties("linkgate.audit")
record AuditSettings(
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("512") int batch,
        @DefaultValue("8192") int queue,
        @DefaultValue("2048") int teamQueue,
        @DefaultValue("1024") int adminQueue,
        @DefaultValue("60") int anonymousPerMinute,
        @DefaultValue("64MB") DataSize minFreeSpace) {

    /** @throws IllegalArgumentException if one of them is out of its range */
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
