package dev.linkgate.gateway.feature.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;

class CheckpointsTest {

    @TempDir
    private Path directory;

    @TempDir
    private Path otherDirectory;

    private static double counted(CheckpointReplica replica, Metric metric, String result) {
        return replica.meters
                .get(metric.meterName())
                .tag("result", result)
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void thereIsOneEachIntervalIfThereAreNewRecords(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            CheckpointReplica replica = audit.replica(directory);
            replica.work();
            assertThat(replica.store.count()).as("of an empty trail").isZero();

            audit.append("first", 300);
            replica.work();
            audit.append("more", 1);
            replica.work();
            assertThat(replica.store.page(0, 10)).hasSize(1);

            audit.clock.advance(CheckpointReplica.INTERVAL);
            replica.work();
            audit.clock.advance(CheckpointReplica.INTERVAL);
            replica.work();
            assertThat(replica.store.page(0, 10))
                    .extracting(StoredCheckpoint::size)
                    .containsExactly(301L, 300L);
            for (StoredCheckpoint each : replica.store.page(0, 10)) {
                assertThat(replica.accepts(each.note())).isTrue();
                assertThat(Checkpoint.parse(SignedNote.parse(each.note()).text()))
                        .isEqualTo(new Checkpoint(
                                replica.keys.origin(),
                                each.size(),
                                audit.root(each.size()),
                                HexFormat.of()
                                        .formatHex(audit.hashes(each.size()).getLast())));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalReplicasMakeOne(TestDatabase database) throws Exception {
        try (CheckpointFixture audit = new CheckpointFixture(database);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            StoredEvents events = new StoredEvents(audit.database());
            List<CheckpointReplica> replicas = List.of(audit.replica(directory), audit.replica(otherDirectory));
            for (int round = 1; round <= 5; round++) {
                CyclicBarrier barrier = new CyclicBarrier(replicas.size());
                List<Callable<Object>> works = new ArrayList<>();
                for (CheckpointReplica each : replicas) {
                    works.add(() -> {
                        barrier.await();
                        // Each would sign another size.
                        audit.append("new", 100);
                        each.work();
                        return each;
                    });
                }
                for (Future<Object> each : threads.invokeAll(works)) {
                    each.get();
                }
                replicas.forEach(CheckpointReplica::work);

                assertThat(replicas.getFirst().store.count()).isEqualTo(round);
                assertThat(CheckpointFixture.files(directory))
                        .hasSize(round)
                        .isEqualTo(CheckpointFixture.files(otherDirectory))
                        .contains(
                                CheckpointFixture.name(replicas.getFirst().store.newestSize()));
                audit.clock.advance(CheckpointReplica.INTERVAL.plus(Duration.ofSeconds(1)));
            }
            assertThat(replicas.stream()
                            .mapToDouble(each -> counted(each, Metric.AUDIT_CHECKPOINTS, "made"))
                            .sum())
                    .isEqualTo(5);
            assertThat(events.types()).hasSize(5).containsOnly("audit.checkpoint");
        }
    }

    @Test
    void aFileIsTheNoteAndReadableForAll() throws SQLException, IOException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            CheckpointReplica replica = audit.replica(directory.resolve("made"));
            StoredCheckpoint made = audit.signed(replica, "first", 3);

            Path file = directory.resolve("made").resolve("00000000000000000003.checkpoint");
            assertThat(file).hasContent(made.note());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r--r--");
            assertThat(CheckpointFixture.files(directory.resolve("made"))).hasSize(1);
        }
    }

    @Test
    @CapturesOutput
    void aDirectoryThatCannotBeUsedIsReportedOnceAndCaughtUpWith(CapturedOutput output)
            throws SQLException, IOException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            Path place = directory.resolve("checkpoints");
            CheckpointReplica replica = audit.replica(place);
            audit.signed(replica, "first", 3);
            Files.delete(place.resolve(CheckpointFixture.name(3)));
            Files.delete(place);
            Files.writeString(place, "a file in its place");

            audit.signed(replica, "second", 3);
            audit.signed(replica, "third", 3);

            assertThat(replica.reason()).isEmpty();
            assertThat(replica.store.count()).isEqualTo(3);
            assertThat(output.getOut().split("cannot be used", -1)).hasSize(2);
            assertThat(counted(replica, Metric.AUDIT_CHECKPOINT_FILES, "failed"))
                    .isPositive();
            Files.delete(place);
            replica.work();
            assertThat(output).contains("works again");
            assertThat(CheckpointFixture.files(place)).contains(CheckpointFixture.name(6), CheckpointFixture.name(9));
        }
    }
}
