package dev.linkgate.gateway.trail.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the audit trail is signed, and where its checkpoints are held.
 *
 * @param checkpointInterval from one checkpoint of the gateway, all replicas together, to the next, if there are new
 *     records; zero makes none unasked
 * @param checkpointDir the directory that gets a file for each checkpoint, and is compared with the database; best on
 *     another machine than the database. Absent: none
 */
@ConfigurationProperties("linkgate.audit")
record CheckpointSettings(
        @DefaultValue("5m") Duration checkpointInterval,
        @Nullable Path checkpointDir) {

    /** @throws IllegalArgumentException if the interval is negative */
    CheckpointSettings {
        if (checkpointInterval.isNegative()) {
            throw new IllegalArgumentException("linkgate.audit.checkpoint-interval must not be negative");
        }
    }
}
