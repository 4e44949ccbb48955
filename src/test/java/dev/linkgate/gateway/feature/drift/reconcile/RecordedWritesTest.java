package dev.linkgate.gateway.feature.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of the trail is held at once, on each database. */
@OnEachDatabase
class RecordedWritesTest {

    private static final ProjectId PROJECT = new ProjectId("5c3a1f1f1f1f1f1f1f1f1f2a");

    /** The number of writes is more than two batches have. */
    private static final int WRITES = 11_000;

    private final TestTrail trail;

    RecordedWritesTest(TestDatabase database) throws SQLException {
        trail = new TestTrail(database);
        trail.clear();
        trail.appendIntents(PROJECT, WRITES);
    }

    @AfterEach
    void close() {
        trail.clear();
        trail.close();
    }

    @Test
    void aPartHasABoundedNumberOfWritesAndNoneIsLeftOut() {
        RecordedWrites writes = trail.projectWrites();
        long read = 0;
        long after = 0;
        while (after < WRITES) {
            RecordedWrites.WriteBatch part = writes.after(trail.context(), PROJECT, after);
            assertThat(part.writes()).hasSizeBetween(1, 5_000);
            assertThat(part.atEnd()).isEqualTo(part.last() == WRITES);
            read += part.writes().size();
            after = part.last();
        }
        assertThat(read).isEqualTo(WRITES);
    }
}
