package dev.linkgate.gateway.feature.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.feature.checkpoints.TestCheckpoints;
import dev.linkgate.gateway.feature.tasks.TaskLeases;
import dev.linkgate.kernel.StartRefused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@CapturesOutput
@OnEachDatabase
class ArchiveLoopTest {

    private static final Duration RETENTION = Duration.ofDays(365);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AutoClose
    private final TestTrail trail;

    private final JdbcClient jdbc;
    private final TrailBase base;
    private final TestCheckpoints checkpoints;

    ArchiveLoopTest(TestDatabase database) {
        trail = new TestTrail(database.migrated());
        jdbc = JdbcClient.create(trail.database());
        base = new TrailBase(trail.database());
        checkpoints = new TestCheckpoints(trail.database(), clock);
    }

    @BeforeEach
    void aTrailOfAYearAgo() throws Exception {
        trail.append("old", 600);
        checkpoints.make();
        clock.advance(RETENTION);
        trail.append("more", 10);
    }

    private ArchiveLoop replica(Duration retention, Path directory) {
        return new ArchiveLoop(
                new ArchiveSettings(retention, directory),
                trail.reader(),
                JsonMapper.builder().build(),
                base,
                checkpoints.signed(),
                checkpoints.trail(),
                trail.trail(),
                jdbc,
                meters,
                clock);
    }

    private double counted(String result) {
        return meters.get(Metric.AUDIT_ARCHIVES.meterName())
                .tag("result", result)
                .counter()
                .count();
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM audit_record").query(Long.class).single();
    }

    /** A replica does this whose lease has ended without its knowledge. */
    @Test
    void whoeverArchivesBesideAnotherSpoilsNothing() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Callable<Duration> work = () -> {
            barrier.await();
            return replica(RETENTION, directory).run(TaskLeases.HELD);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Duration> each : threads.invokeAll(List.of(work, work))) {
                each.get();
            }
        }
        replica(RETENTION, directory).run(TaskLeases.HELD); // an hour later

        assertThat(base.archives()).hasSize(1);
        assertThat(base.sequence()).isEqualTo(600);
        assertThat(archived()).hasSize(600);
        assertThat(jdbc.sql("SELECT min(sequence) FROM audit_record")
                        .query(Long.class)
                        .single())
                .isEqualTo(601);
        assertThat(trail.verify(checkpoints.signed(), 0)).startsWith("valid 601..");
    }

    /** The lines of the one archive. */
    private List<String> archived() throws IOException {
        try (InputStream file = new GZIPInputStream(Files.newInputStream(
                directory.resolve(base.archives().getFirst().file())))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void withoutARetentionAllStay() throws InterruptedException {
        replica(Duration.ZERO, directory).run(TaskLeases.HELD);
        replica(RETENTION.plusDays(1), directory).run(TaskLeases.HELD);
        assertThat(rows()).isEqualTo(610);
    }

    /** A change of the settings does not leave half of an archive in the database. */
    @Test
    void whatIsArchivedIsRemovedLaterToo() throws InterruptedException, IOException {
        new Archiver(
                        new ArchiveDirectory(directory),
                        trail.reader(),
                        JsonMapper.builder().build(),
                        base,
                        checkpoints.signed(),
                        checkpoints.trail(),
                        trail.trail(),
                        clock)
                .archive(clock.instant());
        base.removeArchived(600, 7);
        replica(Duration.ZERO, directory).run(TaskLeases.HELD);
        assertThat(rows()).isEqualTo(12);
    }

    @Test
    void whatAnotherHasNotedIsNotRemoved(CapturedOutput output) throws InterruptedException {
        jdbc.sql("INSERT INTO audit_archive (last_sequence, first_sequence, hash, seals, file, created_at, note)"
                        + " SELECT sequence, 1, hash, '{}', 'x', 0, 'x' FROM audit_record WHERE sequence = 600")
                .update();
        replica(Duration.ZERO, directory).run(TaskLeases.HELD);
        assertThat(rows()).isEqualTo(610);
        assertThat(output).contains("ERROR", "The table audit_archive does not agree with the audit trail");
    }

    @Test
    void anUnfinishedOperationKeepsItsRecords() throws InterruptedException {
        long begun = Micros.of(clock.instant().minus(RETENTION.plusDays(2)));
        jdbc.sql("INSERT INTO operation (id, revision, kind, state, step, subject, project_id, link_id,"
                        + " interface_endpoint_id, argument, actor_kind, request_id, failed_tries, created_at, updated_at,"
                        + " deadline, cancel_requested) VALUES ('op_1', 1, 'k', 'RUNNING', 's', 's', 'p', 'l', 'e', 'a',"
                        + " 'team', 'r', 0, ?, 0, 0, 0)")
                .param(begun)
                .update();
        replica(RETENTION, directory).run(TaskLeases.HELD);
        assertThat(base.sequence()).isZero();
        jdbc.sql("UPDATE operation SET finished_at = 1").update();
        replica(RETENTION, directory).run(TaskLeases.HELD);
        assertThat(base.sequence()).isEqualTo(600);
    }

    @Test
    void nothingIsArchivedWhenAnotherReplicaMayDoSo() throws InterruptedException {
        replica(RETENTION, directory).run(TaskLeases.of(() -> false));
        assertThat(base.sequence()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatDoesNotWorkIsReportedOnce(CapturedOutput output) throws InterruptedException, IOException {
        Path file = directory.resolve("file");
        ArchiveLoop replica = replica(RETENTION, file);
        Files.delete(file);
        Files.createFile(file);
        replica.run(TaskLeases.HELD);
        replica.run(TaskLeases.HELD);
        assertThat(rows()).isEqualTo(610);
        assertThat(counted("failed")).isEqualTo(2);
        assertThat(output.getAll()).containsOnlyOnce("Old audit records cannot be archived in " + file);

        Files.delete(file);
        replica.run(TaskLeases.HELD);
        assertThat(counted("made")).isEqualTo(1);
    }

    @Test
    void aRetentionNeedsADirectory() {
        assertThatThrownBy(() -> new ArchiveSettings(RETENTION, null))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("linkgate.audit.archive-dir");
    }
}
