package dev.linkgate.gateway.feature.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.transparency.Frontier;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tree over the trail, and where it begins. */
class TreeTest {

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
}
