package dev.linkgate.gateway.feature.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check of the chain finds what does not agree with the checkpoints, at its place. */
@OnEachDatabase
class SignedTrailTest {

    private static final String WHOLE = "valid 1..700, 2 checkpoints";

    @AutoClose
    private final CheckpointFixture audit;

    private final CheckpointReplica replica;

    SignedTrailTest(TestDatabase database) {
        audit = new CheckpointFixture(database);
        replica = audit.replica(null);
    }

    @BeforeEach
    void twoCheckpoints() throws SQLException {
        audit.signed(replica, "first", 300);
        audit.signed(replica, "second", 310);
        audit.append("third", 90);
    }

    private String verify(long from) {
        return audit.trail.verify(replica.signed, from);
    }

    private void sql(String statement, Object... parameters) {
        assertThat(audit.jdbc.sql(statement).params(parameters).update()).isPositive();
    }

    @Test
    void aCheckBeginsBehindACheckpoint() {
        assertThat(verify(300)).isEqualTo("valid 301..700, 1 checkpoints");
        assertThat(verify(610)).isEqualTo("valid 611..700, 0 checkpoints");
        sql("UPDATE audit_record SET code = 'x' WHERE sequence = 299");
        assertThat(verify(300)).isEqualTo("valid 301..700, 1 checkpoints");
        sql("UPDATE audit_record SET code = 'x' WHERE sequence = 301");
        assertThat(verify(300)).startsWith("broken at 301: its hash is not that of its content");
        assertThat(verify(0)).startsWith("broken at 299: ");
    }

    @Test
    void whereThereIsNoCheckpointNoCheckBegins() {
        for (long from : new long[] {1, 299, 301, 700, 701, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> verify(from))
                    .isInstanceOfSatisfying(
                            LinkgateException.class,
                            refused -> assertThat(refused.failure().errors())
                                    .extracting(FieldError::field)
                                    .containsExactly("from"));
        }
    }

    @Test
    void anAlteredCheckpointIsFound() {
        isFoundAt(300, () -> sql("UPDATE audit_checkpoint SET root = 'x' || root WHERE size = 300"));
        isFoundAt(300, () -> sql("UPDATE audit_checkpoint SET note = replace(note, '300', '301') WHERE size = 300"));
        isFoundAt(300, () -> sql("UPDATE audit_checkpoint SET note = 'none' WHERE size = 300"));
        isFoundAt(301, () -> sql("UPDATE audit_checkpoint SET size = 301 WHERE size = 300"));
        isFoundAt(300, () -> sql("UPDATE audit_checkpoint SET frontier = root WHERE size = 300"));
    }

    /** An attacker who can write to the database can claim that a key needs a master key that does not exist. */
    @Test
    void aCheckpointThatNobodyVouchesForDoesNotCount() {
        CheckpointReplica stranger = audit.stranger(null);
        stranger.keys.rotate();
        StoredCheckpoint forged = stranger.checkpoints.make();
        sql("UPDATE gateway_key SET number = 0 WHERE number = 2");
        CheckpointReplica fresh = audit.replica(null);

        assertThat(audit.trail.verify(fresh.signed, 0))
                .isEqualTo("broken at 700: its checkpoint is signed by a key that needs another master key");
        assertThat(audit.trail.verify(fresh.signed, 700))
                .isEqualTo("broken at 700: its checkpoint is signed by a key that needs another master key");
        assertThat(forged.size()).isEqualTo(700);
        assertThat(fresh.accepts(fresh.checkpoints.make().note())).isTrue();
        assertThat(fresh.reason()).isEmpty();
    }

    /** A forger who corrects all hashes from a record on has no key for the checkpoint. */
    @Test
    void aRewrittenTrailIsFoundByItsCheckpoint() throws SQLException {
        audit.rewrite(700);
        assertThat(verify(0)).isEqualTo("broken at 300: the records up to it have another root than its checkpoint");
        audit.removeCheckpoints();
        assertThat(verify(0)).startsWith("broken at 610: the trail is not the one of checkpoint 610 ");
    }

    @Test
    void aCutTailIsFoundByACheckpoint() {
        audit.cutTail(605);
        assertThat(verify(0)).startsWith("broken at 606: the trail is not the one of checkpoint 610 ");
    }

    @Test
    void aCheckDoesNotBeginWhereTheRecordIsAnother() {
        sql("UPDATE audit_record SET hash = previous_hash WHERE sequence = 300");
        assertThat(verify(300)).isEqualTo("broken at 300: its hash is not the one in its checkpoint");
        sql("UPDATE audit_checkpoint SET frontier = root WHERE size = 300");
        assertThat(verify(300)).isEqualTo("broken at 300: its checkpoint has another frontier");
        sql("DELETE FROM audit_record WHERE sequence = 300");
        assertThat(verify(300)).isEqualTo("broken at 300: the record is missing");
    }

    private void isFoundAt(long sequence, Runnable forgery) {
        audit.copy();
        forgery.run();
        assertThat(verify(0)).startsWith("broken at " + sequence + ": ");
        audit.putBack();
        audit.dropCopy();
        assertThat(verify(0)).isEqualTo(WHOLE);
    }
}
