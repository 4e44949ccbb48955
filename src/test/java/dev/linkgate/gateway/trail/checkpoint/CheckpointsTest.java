package dev.linkgate.gateway.trail.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.gateway.notify.webhook.StoredEvents;
import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.ConsistencyProof;
import dev.linkgate.transparency.InclusionProof;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
                        .isEqualTo(new Checkpoint(replica.keys.origin(), each.size(), audit.root(each.size())));
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

    @ParameterizedTest
    @EnumSource
    void proofsHoldForWhoHasOnlyTheKey(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            CheckpointReplica replica = audit.replica(null);
            StoredCheckpoint first = audit.signed(replica, "first", 300);
            audit.append("more", 211);
            List<byte[]> hashes = audit.hashes(Long.MAX_VALUE);

            TreeProofs.InclusionAnswer covered = replica.proofs.inclusion(300, null);
            assertThat(covered.size()).isEqualTo(300);
            assertThat(covered.checkpoint()).isEqualTo(first.note());
            for (Long size : new Long[] {null, 505L, 511L}) {
                TreeProofs.InclusionAnswer answer = replica.proofs.inclusion(500, size);
                assertThat(answer.size()).isEqualTo(size == null ? 511 : size);
                assertThat(answer.leafHash())
                        .isEqualTo(TreeHash.leaf(hashes.get(499)).base64());
                assertThat(new InclusionProof(
                                        499,
                                        answer.size(),
                                        TreeHash.ofBase64(answer.leafHash()),
                                        answer.path().stream()
                                                .map(TreeHash::ofBase64)
                                                .toList())
                                .root())
                        .isEqualTo(root(replica, answer.checkpoint()));
            }
            TreeProofs.ConsistencyAnswer consistency = replica.proofs.consistency(300, null);
            assertThat(consistency.to()).isEqualTo(300);
            consistency = replica.proofs.consistency(299, 510L);
            assertThat(new ConsistencyProof(
                                    299,
                                    510,
                                    consistency.path().stream()
                                            .map(TreeHash::ofBase64)
                                            .toList())
                            .matches(
                                    root(replica, consistency.fromCheckpoint()),
                                    root(replica, consistency.toCheckpoint())))
                    .isTrue();
            assertThat(replica.store.count())
                    .as("nothing is stored for a proof")
                    .isOne();
        }
    }

    private static TreeHash root(CheckpointReplica replica, String note) {
        assertThat(replica.accepts(note)).isTrue();
        return Checkpoint.parse(SignedNote.parse(note).text()).root();
    }

    @Test
    void numbersOutOfRangeAreNamed() throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            CheckpointReplica replica = audit.replica(null);
            assertErrors(() -> replica.proofs.inclusion(1, null), "sequence");
            audit.append("first", 10);
            assertErrors(() -> replica.proofs.inclusion(0, null), "sequence");
            assertErrors(() -> replica.proofs.inclusion(11, null), "sequence");
            assertErrors(() -> replica.proofs.inclusion(5, 4L), "size");
            assertErrors(() -> replica.proofs.inclusion(5, 11L), "size");
            assertErrors(() -> replica.proofs.inclusion(-5, 11L), "sequence", "size");
            assertErrors(() -> replica.proofs.consistency(0, 5L), "from");
            assertErrors(() -> replica.proofs.consistency(6, 5L), "to");
            assertErrors(() -> replica.proofs.consistency(6, Long.MAX_VALUE), "to");
        }
    }

    private static void assertErrors(Runnable work, String... fields) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().errors())
                                .extracting(FieldError::field)
                                .containsExactly(fields));
    }
}
