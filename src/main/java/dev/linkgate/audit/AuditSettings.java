package dev.linkgate.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit trail is written.
 *
 * @param timeout how long a request waits for its record to be durable before it is refused; also how long the database
 *     may take to answer
 * @param batch records that share a commit at most
 * @param queue records that wait for a commit at most; a request that finds it full is refused
 */
@ConfigurationProperties("linkgate.audit")
record AuditSettings(
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("512") int batch,
        @DefaultValue("8192") int queue) {

    /** @throws IllegalArgumentException if one of them is not positive */
    AuditSettings {
        if (!timeout.isPositive() || batch < 1 || queue < 1) {
            throw new IllegalArgumentException("linkgate.audit.timeout, .batch and .queue must be positive");
        }
    }
}
