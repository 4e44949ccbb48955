package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the audit trail is written, and how much of it callers may use.
 *
 * @param timeout how long a request waits for its record to be durable before it is refused
 * @param anonymousPerMinute the number of anonymous refusals an address and minute that get their own record; further
 *     ones share one
 * @param minFreeSpace the free space on the disk of an embedded database below which only the administrator's requests
 *     get a record; zero turns this and the reserve off
 */
@ConfigurationProperties("linkgate.audit")
record AuditSettings(
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("60") int anonymousPerMinute,
        @DefaultValue("64MB") DataSize minFreeSpace) {

    /** How long a stopping gateway waits for its last records. No caller waits then. */
    static final Duration AT_SHUTDOWN = Duration.ofSeconds(5);

    /** @throws StartRefused if a value is out of its range */
    AuditSettings {
        SettingBounds.requirePositive("linkgate.audit.timeout", timeout);
        SettingBounds.requireAtLeast("linkgate.audit.anonymous-per-minute", anonymousPerMinute, 0);
        if (minFreeSpace.isNegative()) {
            throw new StartRefused(
                    "linkgate.audit.min-free-space must not be negative.",
                    "Set it to a size with its unit, such as 64MB, or leave it out.");
        }
    }
}
