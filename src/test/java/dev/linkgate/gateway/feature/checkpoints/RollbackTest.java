package dev.linkgate.gateway.feature.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ChildProcess;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.GatewayKeys;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail that is not the one that was signed is found, nothing more is signed, and an administrator can accept it. */
@Tag("postgresql")
class RollbackTest {

    @AutoClose
    private final CheckpointFixture audit = new CheckpointFixture(TestDatabase.usual());

    @TempDir
    private Path directory;

    @TempDir
    private Path otherDirectory;

    /** Gives up what was found; then nothing else is found. */
    private static void accept(CheckpointReplica replica, StoredCheckpoint checkpoint) {
        StoredCheckpoint accepted =
                replica.check.accept(checkpoint.size(), TreeHash.ofBase64(checkpoint.root()), replica.end());
        assertThat(replica.check.isSigned(accepted)).isTrue();
        assertThat(replica.reason()).isEmpty();
    }

    /** The trail is signed again, and holds after a restart. */
    private void assertWorks(CheckpointReplica replica) throws SQLException {
        StoredCheckpoint next = audit.signed(replica, "after " + replica.store.newestSize(), 300);
        assertThat(next.root()).isEqualTo(audit.root(next.size()).base64());
        CheckpointReplica restarted = audit.replica(directory);
        assertThat(restarted.reason()).isEmpty();
        audit.signed(restarted, "after the restart", 1);
        assertThat(audit.replica(null).reason()).isEmpty();
    }

    private void assertNothingIsSigned(CheckpointReplica replica) {
        audit.clock.advance(CheckpointReplica.INTERVAL.multipliedBy(2));
        long newest = replica.store.newestSize();
        replica.work();
        assertThat(replica.store.newestSize()).isEqualTo(newest);
        assertThatThrownBy(replica.checkpoints::make).isInstanceOf(BrokenTree.class);
    }

    /** More records come between two rounds of the tree than are read one by one. */
    @Test
    void manyNewRecordsAreNoRollback() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        audit.signed(replica, "first", 300);
        audit.append("many", 10_000);

        assertThat(replica.check.grow()).isPresent();
        assertThat(replica.reason()).isEmpty();
    }

    @Test
    void aReplicaWithoutTheMasterKeySignsNothingAndRefusesNoWrites() throws SQLException {
        StoredCheckpoint signed = audit.signed(audit.replica(directory), "first", 300);
        CheckpointReplica stranger = audit.stranger(directory);
        audit.append("more", 10);
        audit.clock.advance(CheckpointReplica.INTERVAL);

        stranger.work();

        assertThat(stranger.reason()).isEmpty();
        assertThat(stranger.store.newestSize()).isEqualTo(signed.size());
        stranger.keys.rotate();
        stranger.work();
        assertThat(stranger.reason()).isEmpty();
        assertThat(stranger.store.newestSize()).as("with a key of its own").isEqualTo(signed.size() + 10);
    }

    @Test
    void aReplicaWithoutTheMasterKeyFindsAnOlderDatabase() throws SQLException {
        CheckpointReplica before = audit.replica(directory);
        audit.signed(before, "first", 300);
        audit.copy();
        audit.signed(before, "lost", 300);
        audit.putBack();

        assertThat(audit.stranger(directory).reason()).contains("the trail has only 300 records");
    }

    /** The way back from a lost master key must not end with a trail that is broken for good. */
    @Test
    void checkpointsOfBeforeALostMasterKeyHold() throws SQLException {
        CheckpointReplica before = audit.replica(directory);
        audit.signed(before, "first", 300);
        audit.signed(before, "second", 300);
        KeyRing other = TestKeys.ring(KeyRing.generate());
        GatewayKeys lost = new CheckpointReplica(audit.database(), null, audit.clock, other).secrets;
        lost.giveUp(lost.secrets());

        CheckpointReplica again = new CheckpointReplica(audit.database(), directory, audit.clock, other);

        assertThat(again.reason()).isEmpty();
        audit.signed(again, "third", 10);
        assertThat(audit.trail.verify(again.signed, 0)).isEqualTo("valid 1..610, 3 checkpoints");
    }

    /** An attacker who can write to the database has no key that counts. */
    @Test
    void aTrailThatAForgerSignedIsFound() throws SQLException {
        CheckpointReplica before = audit.replica(null);
        audit.signed(before, "first", 300);
        NoteSigner forger = NoteSigner.generate(before.keys.origin());
        SignedNote forged =
                forger.sign(new Checkpoint(forger.key().name(), 300, audit.root(300), "0".repeat(64)).text());
        audit.jdbc
                .sql("UPDATE gateway_key SET name = ?")
                .param(forger.key().toString())
                .update();
        audit.jdbc
                .sql("UPDATE audit_checkpoint SET note = ?")
                .param(forged.toString())
                .update();

        assertThat(audit.replica(null).reason()).contains("is not signed by this gateway's keys");
    }

    @Test
    void anOlderDatabaseIsFoundByTheDirectory() throws SQLException {
        CheckpointReplica before = audit.replica(directory);
        StoredCheckpoint kept = audit.signed(before, "first", 700);
        audit.append("not signed yet", 3);
        audit.copy();
        StoredCheckpoint lost = audit.signed(before, "lost", 300);
        StoredCheckpoint last = audit.signed(before, "lost, too", 100);
        audit.putBack();

        CheckpointReplica replica = audit.replica(directory);

        assertThat(replica.reason())
                .isEqualTo("checkpoint " + last.size() + " with the root " + last.root() + ", in the file "
                        + CheckpointFixture.name(last.size())
                        + ": the trail has only 703 records");
        assertThat(audit.replica(null).reason())
                .as("without a checkpoint held elsewhere")
                .isEmpty();
        assertNothingIsSigned(replica);

        accept(replica, last);

        assertThat(replica.store.newestSize()).isEqualTo(kept.size());
        assertThat(CheckpointFixture.files(directory))
                .contains(
                        CheckpointFixture.name(kept.size()),
                        CheckpointFixture.name(lost.size()) + ".given-up",
                        CheckpointFixture.name(last.size()) + ".given-up")
                .doesNotContain(CheckpointFixture.name(lost.size()), CheckpointFixture.name(last.size()));
        assertWorks(replica);
    }

    /** A replica that had ended by then, and holds no checkpoint of them, cannot see that the last records are gone. */
    @Test
    void recordsThatNoCheckpointHasAreMissedByWhoeverHasReadThem() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        CheckpointReplica other = audit.replica(null);
        audit.signed(replica, "first", 300);
        audit.copy();
        audit.append("lost", 5);
        replica.work();
        TreeHash lost = audit.root(305);
        audit.append("lost, too", 5);
        other.work();
        audit.putBack();
        audit.append("others", 20);

        replica.work();
        other.work();

        assertThat(replica.reason())
                .isEqualTo("checkpoint 305 with the root " + lost
                        + ", read by this replica: the trail's first 305 records are others");
        assertThat(other.reason()).contains("checkpoint 310");
        assertThat(audit.replica(directory).reason()).isEmpty();
        assertNothingIsSigned(replica);
        replica.check.accept(305, lost, replica.end());
        assertThat(replica.reason()).isEmpty();
        other.work();
        assertThat(other.reason()).as("it is told").isEmpty();
        assertWorks(replica);
    }

    /** The writer finds it before the tree has read that far. */
    @Test
    void aRecordThatTheWriterMissesCanBeGivenUp() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        audit.signed(replica, "first", 300);
        audit.append("lost", 2);
        Receipt lost = audit.trail.reader().head().orElseThrow();
        TreeHash hash = TreeHash.of(HexFormat.of().parseHex(lost.hash()));
        audit.cutTail(300);
        replica.state.lost(lost);
        replica.work();
        assertThat(replica.reason())
                .isEqualTo("checkpoint 302 with the root " + hash
                        + ", the hash of a record that this replica has written or seen: the trail has only 300"
                        + " records");
        assertNothingIsSigned(replica);
        audit.append("others", 20);
        replica.work();
        assertThat(replica.reason()).endsWith("the trail's first 302 records are others");

        replica.check.accept(302, hash, replica.end());

        assertThat(replica.reason()).isEmpty();
        assertWorks(replica);
    }

    /** The holder of an older checkpoint can tell so what was given up from what was changed since. */
    @Test
    void anAcceptanceSaysWhatWasKeptAndLaterCheckpointsNameIt() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        StoredCheckpoint first = audit.signed(replica, "first", 300);
        audit.copy();
        StoredCheckpoint last = audit.signed(replica, "lost", 300);
        audit.putBack();
        audit.append("since", 5);

        StoredCheckpoint accepted = replica.check.accept(last.size(), TreeHash.ofBase64(last.root()), replica.end());

        GivenUpCheckpoint signed =
                GivenUpCheckpoint.parse(SignedNote.parse(accepted.note()).text());
        assertThat(signed.keptSize()).isEqualTo(305);
        assertThat(signed.keptRoot()).isEqualTo(audit.root(305).base64());
        assertThat(givenUpAt(first)).isNull();
        assertThat(givenUpAt(audit.signed(replica, "next", 10))).isEqualTo(accepted.time());
        audit.jdbc.sql("DELETE FROM audit_accepted_rollback").update();
        assertThat(givenUpAt(audit.signed(replica, "more", 10)))
                .as("without the row, which is not needed any more")
                .isEqualTo(accepted.time());
    }

    private static @Nullable Instant givenUpAt(StoredCheckpoint checkpoint) {
        return Checkpoint.parse(SignedNote.parse(checkpoint.note()).text()).givenUpAt();
    }

    @Test
    void aRecordThatTheWriterMissesMayComeBack() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        audit.append("lost", 2);
        audit.copy();
        Receipt lost = audit.trail.reader().head().orElseThrow();
        audit.cutTail(1);
        replica.state.lost(lost);
        replica.work();
        assertThat(replica.reason()).isNotEmpty();

        audit.putBack();
        replica.work();

        assertThat(replica.reason()).isEmpty();
        assertWorks(replica);
    }

    @Test
    void aFrontierThatWasChangedIsFound() throws SQLException {
        CheckpointReplica before = audit.replica(null);
        audit.signed(before, "older", 100);
        String other =
                Objects.requireNonNull(before.store.newest().orElseThrow().frontier());
        StoredCheckpoint last = audit.signed(before, "first", 500);
        audit.append("more", 3);
        for (String frontier : new String[] {other, "", "x"}) {
            audit.jdbc
                    .sql("UPDATE audit_checkpoint SET frontier = ? WHERE size = ?")
                    .param(frontier)
                    .param(last.size())
                    .update();

            CheckpointReplica replica = audit.replica(null);

            assertThat(replica.reason()).endsWith("in the database: it has another frontier");
            assertNothingIsSigned(replica);
            before.work();
            assertThat(before.reason()).isNotEmpty();
        }
        accept(before, last);
        assertWorks(before);
    }

    /** An attacker with the key can sign what is not so. */
    @Test
    void aCheckpointOfAnotherLastRecordIsFound() throws SQLException {
        CheckpointReplica before = audit.replica(directory);
        StoredCheckpoint last = audit.signed(before, "first", 300);
        Checkpoint other =
                new Checkpoint(before.keys.origin(), 300, TreeHash.ofBase64(last.root()), CanonicalForm.GENESIS);
        String note = before.keys.sign(other.text()).toString();
        audit.jdbc.sql("UPDATE audit_checkpoint SET note = ?").param(note).update();

        assertThat(audit.replica(null).reason()).endsWith("the trail's first 300 records are others");
        assertThat(audit.trail.verify(before.signed, 0))
                .isEqualTo("broken at 300: its hash is not the one in its checkpoint");
    }

    /** An attacker who can write to the database can make a check fail. */
    @Test
    void aCheckThatGoesOnFailingRefusesWrites() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        audit.signed(replica, "first", 300);
        audit.jdbc.sql("ALTER TABLE audit_accepted_rollback RENAME TO gone").update();

        replica.work();
        assertThat(replica.reason()).as("for a moment").isEmpty();
        audit.clock.advance(Duration.ofSeconds(31));
        replica.work();

        assertThat(replica.reason()).isEqualTo("it could not be held against its checkpoints");
        assertThat(replica.state.state()).isInstanceOf(RollbackState.State.Unchecked.class);
        assertThat(replica.meters
                        .get(Metric.AUDIT_CHECKPOINTS.meterName())
                        .tag("result", "failed")
                        .counter()
                        .count())
                .isEqualTo(2);
        audit.jdbc.sql("ALTER TABLE gone RENAME TO audit_accepted_rollback").update();
        replica.work();
        assertThat(replica.reason()).isEmpty();
        assertWorks(replica);
    }

    @Test
    void aRewrittenTrailIsFoundByItsCheckpoint() throws SQLException {
        CheckpointReplica before = audit.replica(null);
        StoredCheckpoint last = audit.signed(before, "lost", 600);
        audit.rewrite(600);

        assertFoundAndGivenUp(audit.replica(null), last, "the trail's first 600 records are others");
    }

    @Test
    void aTrailThatWasRewrittenWithoutItsCheckpointsIsFoundByTheDirectory() throws SQLException {
        StoredCheckpoint last = audit.signed(audit.replica(directory), "lost", 600);
        audit.rewrite(1000);
        audit.removeCheckpoints();

        assertFoundAndGivenUp(audit.replica(directory), last, "the trail's first 600 records are others");
    }

    /** Another database under the same directory has other keys. */
    @Test
    void aNewDatabaseIsFoundByTheDirectory() throws SQLException {
        try (CheckpointFixture old = new CheckpointFixture(TestDatabase.usual())) {
            CheckpointReplica before = old.replica(directory);
            old.signed(before, "first", 300);
            StoredCheckpoint last = old.signed(before, "first", 300);
            audit.append("new", 1_000);
            audit.clock.advance(CheckpointReplica.INTERVAL.multipliedBy(3)); // both clocks begin at the same time

            assertFoundAndGivenUp(audit.replica(directory), last, "it is not signed by this gateway's keys");
        }
    }

    private void assertFoundAndGivenUp(CheckpointReplica replica, StoredCheckpoint last, String reason)
            throws SQLException {
        assertThat(replica.reason()).endsWith(reason);
        assertNothingIsSigned(replica);
        accept(replica, last);
        assertThat(replica.store.newestSize()).isZero();
        assertThat(CheckpointFixture.files(directory)).noneMatch(name -> name.endsWith(".checkpoint"));
        assertWorks(replica);
    }

    @Test
    void otherReplicasLearnThatACheckpointWasGivenUp() throws SQLException {
        CheckpointReplica one = audit.replica(directory);
        CheckpointReplica other = audit.replica(otherDirectory);
        audit.signed(one, "first", 300);
        other.work();
        audit.copy();
        audit.signed(one, "lost", 300);
        other.work();
        StoredCheckpoint last = audit.signed(one, "lost, too", 10);
        audit.putBack();
        one.work();
        other.work();
        assertThat(other.reason()).contains("checkpoint 600");

        accept(one, last);
        other.work();

        assertThat(other.reason()).isEmpty();
        assertThat(CheckpointFixture.files(otherDirectory))
                .contains(CheckpointFixture.name(300), CheckpointFixture.name(600) + ".given-up");
        audit.signed(one, "new", 300);
        other.work();
        assertThat(audit.replica(otherDirectory).reason()).isEmpty();
        assertWorks(one);
    }

    @Test
    void onlyWhatIsFoundCanBeGivenUp() throws SQLException {
        CheckpointReplica replica = audit.replica(directory);
        StoredCheckpoint last = audit.signed(replica, "first", 300);
        TreeHash root = TreeHash.ofBase64(last.root());
        assertRefused(replica, 300, root, "there is none");
        audit.cutTail(200);
        assertRefused(replica, 200, audit.root(200), "checkpoint 300 with the root " + last.root());
        assertRefused(replica, 300, audit.root(200), "checkpoint 300 with the root " + last.root());
        assertThat(replica.reason()).isNotEmpty();
        assertThat(replica.store.newestSize()).isEqualTo(300);

        accept(replica, last);
        assertWorks(replica);
    }

    private static void assertRefused(CheckpointReplica replica, long size, TreeHash root, String reason) {
        assertThatThrownBy(() -> replica.check.accept(size, root, replica.end()))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().errors().getFirst().message())
                                .contains(reason));
    }

    /** Who can only write to the database cannot give a checkpoint up. */
    @Test
    void anAcceptanceThatTheGatewayHasNotSignedHasNoEffect() throws SQLException {
        CheckpointReplica before = audit.replica(directory);
        StoredCheckpoint last = audit.signed(before, "first", 300);
        audit.cutTail(200);
        before.store.accept(new StoredCheckpoint(last.size(), last.root(), audit.clock.instant(), last.note(), null));

        before.work();

        assertThat(before.reason()).isNotEmpty();
        assertThat(audit.replica(directory).reason()).isNotEmpty();
        assertThat(CheckpointFixture.files(directory)).containsExactly(CheckpointFixture.name(300));
    }

    /** Who can write to the database may remove an acceptance and put it back later. */
    @Test
    void anOldAcceptanceGivesUpNothingNewer() throws SQLException {
        StoredCheckpoint lost = audit.signed(audit.replica(null), "first", 900);
        audit.cutTail(300);
        CheckpointReplica accepting = audit.replica(null);
        accept(accepting, lost);
        StoredCheckpoint old = accepting.store.accepted().getFirst();
        audit.jdbc.sql("DELETE FROM audit_accepted_rollback").update();
        CheckpointReplica replica = audit.replica(directory);
        audit.signed(replica, "after", 300);
        audit.cutTail(400);
        replica.store.accept(old);

        replica.work();

        assertThat(replica.reason()).contains("checkpoint 600");
        assertThat(audit.replica(directory).reason()).contains("checkpoint 600");
        assertThat(CheckpointFixture.files(directory)).contains(CheckpointFixture.name(600));
    }

    /** The clock of the replica that signed was ahead, or was set back since. */
    @Test
    void aCheckpointOfALaterTimeCanBeGivenUp() throws SQLException {
        ManualClock ahead = new ManualClock();
        ahead.advance(Duration.ofHours(1));
        CheckpointReplica before = new CheckpointReplica(audit.database(), directory, ahead);
        audit.append("first", 300);
        before.work();
        audit.copy();
        audit.append("lost", 300);
        ahead.advance(CheckpointReplica.INTERVAL);
        before.work();
        StoredCheckpoint last = before.store.newest().orElseThrow();
        assertThat(last.size()).isEqualTo(600);
        audit.putBack();
        before.work();
        CheckpointReplica replica = audit.replica(directory);

        accept(replica, last);

        assertThat(CheckpointFixture.files(directory)).contains(CheckpointFixture.name(600) + ".given-up");
        before.work();
        assertThat(before.reason()).isEmpty();
        assertWorks(replica);
    }

    @Test
    void anAcceptanceThatTheDirectoryDoesNotTakeIsNotDone() throws SQLException, IOException {
        CheckpointReplica replica = audit.replica(directory);
        StoredCheckpoint last = audit.signed(replica, "first", 300);
        audit.cutTail(200);
        Path inTheWay = Files.createDirectory(directory.resolve(CheckpointFixture.name(300) + ".given-up"));
        Path file = Files.createFile(inTheWay.resolve("file"));

        assertThatThrownBy(() -> replica.check.accept(300, TreeHash.ofBase64(last.root()), replica.end()))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().detail())
                                .startsWith("The checkpoint was given up, but it is still held: checkpoint 300"));
        assertThat(replica.reason()).contains("checkpoint 300");

        Files.delete(file);
        Files.delete(inTheWay);
        replica.work();
        assertThat(replica.reason()).isEmpty();
        assertThat(inTheWay).isRegularFile();
        assertWorks(replica);
    }

    /**
     * Each part of a held checkpoint matters: in each line of its note the first byte, one in the middle, and the end.
     */
    @Test
    void anAlteredFileIsFound() throws SQLException, IOException {
        CheckpointReplica replica = audit.replica(directory);
        audit.signed(replica, "first", 3);
        Path file = directory.resolve(CheckpointFixture.name(3));
        byte[] note = Files.readAllBytes(file);
        for (int i : placesInLines(note)) {
            byte[] altered = note.clone();
            altered[i] ^= 1;
            Files.write(file, altered);
            assertThat(audit.replica(directory).reason())
                    .as("byte %d", i)
                    .startsWith("checkpoint 3 ")
                    .contains(CheckpointFixture.name(3));
        }
        Files.write(file, note);
        assertThat(audit.replica(directory).reason()).isEmpty();
    }

    private static Set<Integer> placesInLines(byte[] note) {
        Set<Integer> places = new TreeSet<>();
        int start = 0;
        for (int i = 0; i < note.length; i++) {
            if (note[i] == '\n') {
                places.addAll(List.of(start, (start + i) / 2, i));
                start = i + 1;
            }
        }
        return places;
    }

    /** Who opens a pipe waits for a writer, and nothing ends that wait. */
    @Test
    void aPipeInTheDirectoryIsNotOpened() throws Exception {
        StoredCheckpoint last = audit.signed(audit.replica(directory), "first", 300);
        Path pipe = directory.resolve(CheckpointFixture.name(600));
        assertThat(ChildProcess.of("mkfifo", pipe.toString()).start().waitFor()).isZero();

        CheckpointReplica replica = audit.replica(directory);

        assertThat(replica.reason()).contains("checkpoint 600", "it is no regular file");
        Files.delete(pipe);
        replica.work();
        assertThat(replica.reason()).isEmpty();
        assertThat(replica.directory.newest().orElseThrow().size()).isEqualTo(last.size());
    }
}
