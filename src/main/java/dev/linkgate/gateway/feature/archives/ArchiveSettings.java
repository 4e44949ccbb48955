package dev.linkgate.gateway.feature.archives;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long records stay in the database, and where they go then.
 *
 * @param retention the age at which records are archived; zero keeps all
 * @param archiveDir the directory of the archives, the same for all replicas
 */
@ConfigurationProperties("linkgate.audit")
record ArchiveSettings(
        @DefaultValue("0") Duration retention, @Nullable Path archiveDir) {

    /** @throws StartRefused if the retention is negative, or there is one and no directory */
    ArchiveSettings {
        SettingBounds.requireNotNegative("linkgate.audit.retention", retention);
        if (!retention.isZero() && archiveDir == null) {
            throw new StartRefused(
                    "linkgate.audit.retention is set, but linkgate.audit.archive-dir is not, so old records of the audit"
                            + " trail would have to be thrown away.",
                    "Set linkgate.audit.archive-dir to a directory that is backed up, or remove"
                            + " linkgate.audit.retention to keep all records in the database.");
        }
    }
}
