package dev.linkgate.gateway.feature.archives;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.store.DirectorySetting;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.checkpoints.Checkpoints;
import dev.linkgate.gateway.feature.checkpoints.SignedTrail;
import dev.linkgate.gateway.feature.tasks.RecurringTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import dev.linkgate.kernel.StartRefused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Archives what is old enough, once an hour. What is under way may be broken off anywhere. */
@Component
final class ArchiveLoop implements RecurringTask {

    private static final Logger log = LoggerFactory.getLogger(ArchiveLoop.class);

    private static final Duration BETWEEN = Duration.ofHours(1);

    /** The request that begins an operation is on record before it. */
    private static final Duration BEFORE_OPERATION = Duration.ofMinutes(10);

    /** Records removed in one transaction, and the least pause after it. */
    private static final int REMOVED = 200;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** The pause is so many times as long as the removal, so that writers have most of the database. */
    private static final int PAUSES = 3;

    private final ArchiveSettings settings;
    private final @Nullable Archiver archiver;
    private final TrailBase base;
    private final SignedTrail signed;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Counter made;
    private final Counter failed;

    private String reported = "";

    /** @throws StartRefused if the directory cannot be used at the start */
    ArchiveLoop(
            ArchiveSettings settings,
            TrailReader reader,
            JsonMapper json,
            TrailBase base,
            SignedTrail signed,
            Checkpoints checkpoints,
            AuditTrail trail,
            JdbcClient jdbc,
            MeterRegistry meters,
            InstantSource clock) {
        this.settings = settings;
        Path directory = settings.archiveDir();
        if (directory != null) {
            DirectorySetting.requireWritable("linkgate.audit.archive-dir", directory);
        }
        this.archiver = settings.retention().isZero() || directory == null
                ? null
                : new Archiver(new ArchiveDirectory(directory), reader, json, base, signed, checkpoints, trail, clock);
        this.base = base;
        this.signed = signed;
        this.jdbc = jdbc;
        this.clock = clock;
        this.made = Metric.AUDIT_ARCHIVES.counter().tag("result", "made").register(meters);
        this.failed = Metric.AUDIT_ARCHIVES.counter().tag("result", "failed").register(meters);
    }

    @Override
    public String name() {
        return "audit-archive";
    }

    /** Archives all that is old enough, and removes it. */
    @Override
    public Duration run(TaskLease lease) throws InterruptedException {
        try {
            if (archiver != null) {
                archive(archiver, lease);
            }
            reported = "";
        } catch (LinkgateException e) {
            report(e.failure().detail());
        } catch (IOException | RuntimeException e) {
            report(String.valueOf(e.getMessage()));
        }
        remove(lease);
        return BETWEEN;
    }

    private void archive(Archiver archiver, TaskLease lease) throws IOException {
        while (lease.continues() && archiver.archive(before())) {
            made.increment();
        }
    }

    /** Records are archived if they are older than this. */
    private Instant before() {
        Instant oldest = clock.instant().minus(settings.retention());
        return beginOfUnfinished().filter(oldest::isAfter).orElse(oldest);
    }

    /** No record before this time belongs to an operation that is not finished; empty if there is none. */
    private Optional<Instant> beginOfUnfinished() {
        return jdbc.sql("SELECT created_at FROM operation WHERE finished_at IS NULL ORDER BY created_at LIMIT 1")
                .query(Long.class)
                .optional()
                .map(micros -> Micros.toInstant(micros).minus(BEFORE_OPERATION));
    }

    /** Also what a process left that was killed, or had another retention. */
    private void remove(TaskLease lease) throws InterruptedException {
        try {
            long last = signed.removable();
            boolean more = true;
            while (more) {
                long begin = System.nanoTime();
                more = base.removeArchived(last, REMOVED) == REMOVED;
                long pause = Math.max(PAUSE_NANOS, PAUSES * (System.nanoTime() - begin));
                more = more && lease.pause(Duration.ofNanos(pause));
            }
        } catch (DataAccessException | LinkgateException e) {
            log.warn("Archived audit records could not be removed yet: {}", e.getMessage());
        } catch (IllegalStateException e) {
            log.error(
                    "The table audit_archive does not agree with the audit trail, so no records are removed: {}",
                    e.getMessage());
        }
    }

    /** Once, as long as it stays the same. */
    private void report(String failure) {
        failed.increment();
        if (!failure.equals(reported)) {
            reported = failure;
            log.error(
                    "Old audit records cannot be archived in {}, so they stay in the database: {}",
                    settings.archiveDir(),
                    failure);
        }
    }
}
