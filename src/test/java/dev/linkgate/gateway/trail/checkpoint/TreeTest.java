package dev.linkgate.gateway.trail.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree over the trail, and where it begins. */
class TreeTest {

    /** Some tiles of level 1 of 0.2.0, and the beginning of one of level 2. */
    private static final int MANY = 256 * 256 + 300;

    private static Tree tree(CheckpointFixture audit) {
        return new Tree(new TrailReader(audit.database()));
    }

    private static void grow(Tree tree, long end) {
        while (tree.grow(end)) {
            // in parts
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRootIsThatOfTheRecords(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            Tree tree = tree(audit);
            long size = 0;
            for (int records : List.of(1, 1, 253, 1, 5_000, 300)) {
                audit.append("more " + size, records);
                size += records;
                grow(tree, size);
                Tree.State state = tree.state();
                assertThat(state.size()).isEqualTo(size);
                assertThat(state.root()).isEqualTo(audit.root(size));
                assertThat(Frontier.parse(size, state.frontier()).root()).isEqualTo(state.root());
                tree = new Tree(
                        new TrailReader(audit.database()), Frontier.parse(size, state.frontier()), state.lastHash());
            }
        }
    }

    @Test
    void aRecordThatIsMissingOrDoesNotFollowEndsTheTree() throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            audit.append("old", 600);
            Tree tree = tree(audit);
            audit.jdbc
                    .sql("UPDATE audit_record SET hash = previous_hash WHERE sequence = 400")
                    .update();
            assertThatThrownBy(() -> tree.grow(600)).hasMessage("record 401 does not follow the one before it");
            audit.jdbc
                    .sql("UPDATE audit_record SET hash = 'none' WHERE sequence = 300")
                    .update();
            assertThatThrownBy(() -> tree(audit).grow(600)).hasMessage("the hash of record 300 is none");
            audit.jdbc.sql("DELETE FROM audit_record WHERE sequence = 300").update();
            assertThatThrownBy(() -> tree(audit).grow(600)).hasMessage("record 300 is missing");
        }
    }

    private static Tree.State begun(CheckpointFixture audit) throws SQLException {
        CheckpointReplica replica = audit.replica(null);
        assertThat(replica.reason()).isEmpty();
        return replica.check.agreed();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 512, 600, MANY})
    void theTreeOfRelease02GoesOn(int size) throws SQLException, IOException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            for (int records = size; records > 0; records -= 10_000) {
                audit.append("old " + records, Math.min(records, 10_000));
            }
            CheckpointReplica before = audit.replica(null);
            before.work();
            audit.append("more", 300);
            audit.asOfRelease02(before, null);
            CountedStatements counted = new CountedStatements(audit.database());

            CheckpointReplica replica = new CheckpointReplica(counted, null, audit.clock);

            assertThat(replica.check.agreed().root()).isEqualTo(audit.root(size + 300L));
            assertThat(counted.count).hasValueLessThan(60);
        }
    }

    /** 0.2.0 was killed before it had made all tiles. */
    @ParameterizedTest
    @EnumSource
    void tilesOfRelease02ThatAreMissingAreComputed(TestDatabase database) throws SQLException, IOException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            audit.signed(audit.replica(null), "old", 256 * 3 + 1);
            TreeHash root = audit.root(769);
            audit.asOfRelease02(audit.replica(null), null);
            for (String missing : List.of("level > 0", "number = 1", "level = 0")) {
                audit.jdbc.sql("DELETE FROM audit_tile WHERE " + missing).update();

                assertThat(begun(audit).root()).as(missing).isEqualTo(root);
            }
        }
    }

    @Test
    void tilesThatAreNotThoseThatWereSignedAreFound() throws SQLException, IOException {
        try (CheckpointFixture audit = new CheckpointFixture(TestDatabase.SQLITE)) {
            CheckpointReplica before = audit.replica(null);
            audit.signed(before, "old", 600);
            audit.asOfRelease02(before, null);
            audit.copy();
            audit.jdbc
                    .sql("UPDATE audit_tile SET hashes = zeroblob(length(hashes))")
                    .update();
            assertThat(audit.replica(null).reason()).endsWith("the trail's first 600 records are others");

            audit.putBack();
            audit.jdbc.sql("DELETE FROM audit_tile").update();
            audit.jdbc.sql("DELETE FROM audit_record WHERE sequence < 10").update();
            assertThat(audit.replica(null).reason()).endsWith("record 1 is missing, and its tile of the tree");
        }
    }
}
