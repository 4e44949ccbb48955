package dev.linkgate.gateway.trail.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeTest {

    private static void growWhole(Tree tree) {
        while (tree.grow()) {
            // more parts
        }
    }

    @ParameterizedTest
    @EnumSource
    void rootsAreThoseOfTheRecords(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            Tree tree = audit.replica(null).tree;
            List<TreeHash> roots = new ArrayList<>(List.of(TreeHash.EMPTY));
            for (int records : List.of(1, 1, 253, 1, 1, 254, 1, 1, 300)) {
                audit.append("more " + roots.size(), records);
                growWhole(tree);
                Frontier frontier = new Frontier();
                roots.clear();
                roots.add(TreeHash.EMPTY);
                for (byte[] hash : audit.hashes(Long.MAX_VALUE)) {
                    frontier.append(hash);
                    roots.add(frontier.root());
                }
                TreeView view = tree.view();
                assertThat(view.size()).isEqualTo(roots.size() - 1);
                assertThat(view.root(view.size())).isEqualTo(roots.getLast());
            }
            TreeView view = tree.view();
            for (int size = 1; size < roots.size(); size += 7) {
                assertThat(view.root(size)).isEqualTo(roots.get(size));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void replicasThatAddTheSameTilesDoNotDisturbEachOther(TestDatabase database) throws Exception {
        try (CheckpointFixture audit = new CheckpointFixture(database);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            audit.append("old", 256 * 20 + 12);
            List<Callable<Object>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Tree tree = audit.replica(null).tree;
                both.add(Executors.callable(() -> growWhole(tree)));
            }
            for (Future<Object> each : threads.invokeAll(both)) {
                each.get();
            }

            assertThat(audit.tiles()).isEqualTo(20);
            TreeView view = audit.replica(null).tree.view();
            assertThat(view.tiled()).isEqualTo(256 * 20);
            assertThat(view.root(view.size())).isEqualTo(audit.root(view.size()));
        }
    }

    /** Whenever another replica comes in between, no root is there twice. */
    @ParameterizedTest
    @EnumSource
    void anotherReplicaMayAddTheSameTilesMeanwhile(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            DisturbedDatabase disturbed = new DisturbedDatabase(audit.database());
            Tree tree = new CheckpointReplica(disturbed, null, audit.clock).tree;
            Tree other = audit.replica(null).tree;
            for (int connection = 1; connection <= 8; connection++) {
                audit.append("more " + connection, 256);
                disturbed.before(connection, () -> growWhole(other));

                growWhole(tree);

                assertThat(audit.jdbc
                                .sql("SELECT length(hashes) FROM audit_tile WHERE level = 1")
                                .query(Long.class)
                                .single())
                        .isEqualTo(connection * 32L);
                assertThat(tree.view().root(connection * 256L)).isEqualTo(audit.root(connection * 256L));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rootsThatAreMissingAreMadeAgainFromTheTilesBelow(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            audit.append("old", 256 * 3 + 1);
            Tree tree = audit.replica(null).tree;
            growWhole(tree);
            audit.jdbc.sql("DELETE FROM audit_tile WHERE level > 0").update();
            assertThat(tree.view().root(769)).isEqualTo(audit.root(769));

            growWhole(tree);

            assertThat(audit.jdbc
                            .sql("SELECT length(hashes) FROM audit_tile WHERE level = 1")
                            .query(Long.class)
                            .single())
                    .isEqualTo(3 * 32);
            assertThat(tree.view().root(769)).isEqualTo(audit.root(769));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatIsMissingEndsTheTree(TestDatabase database) throws SQLException {
        try (CheckpointFixture audit = new CheckpointFixture(database)) {
            audit.append("old", 600);
            audit.jdbc.sql("DELETE FROM audit_record WHERE sequence = 300").update();
            Tree tree = audit.replica(null).tree;

            assertThatThrownBy(tree::grow).isInstanceOf(BrokenTree.class).hasMessage("record 300 is missing");
        }
    }
}
