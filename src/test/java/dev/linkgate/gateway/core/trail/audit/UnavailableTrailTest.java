package dev.linkgate.gateway.core.trail.audit;

import static dev.linkgate.gateway.core.trail.audit.AuditFixture.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.RollbackState.State;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** What a trail that takes no records does, by the policy for reads, and what the readiness probe says of it. */
@OnEachDatabase
class UnavailableTrailTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestDatabase database;

    @AutoClose
    private AuditFixture audit;

    UnavailableTrailTest(TestDatabase database) {
        this.database = database;
        audit = new AuditFixture(database);
    }

    @Test
    void readinessFollowsTheCommitsAndRecoversWithoutRequests() {
        assertThat(audit.health()).isEqualTo(Status.UP);
        audit.dataSource.failing = true;
        assertUnavailable(() -> read());
        assertThat(audit.health()).isEqualTo(Status.OUT_OF_SERVICE);

        audit.dataSource.failing = false;
        assertThat(Patience.until(audit::health, Status.UP::equals)).isEqualTo(Status.UP);
        assertThat(audit.records()).as("what a probe leaves").isEmpty();
    }

    /** A probe that writes nothing would succeed on a full disk. */
    @Test
    void probeWritesToTheDatabase() throws SQLException {
        try (Connection reader = audit.dataSource.getConnection()) {
            long before = version(reader);
            Receipt head = audit.reader.head().orElseThrow();

            audit.writer.append(List.of());

            assertThat(version(reader)).isNotEqualTo(before);
            assertThat(audit.reader.head()).as("what a probe leaves").hasValue(head);
        }
    }

    /** Another one after each transaction that has written something that the trail's head is beside. */
    private long version(Connection reader) throws SQLException {
        String query = switch (database) {
            case SQLITE -> "PRAGMA data_version";
            case POSTGRESQL -> "SELECT xmin::text::bigint FROM audit_head";
        };
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void intentThatIsStoredTooLateGetsAnOutcome() throws InterruptedException {
        audit.close();
        audit = new AuditFixture(database.migrated(), AuditFixture.settings(SHORT));
        CountDownLatch gate = audit.dataSource.hang();
        // Records that are refused before the writer takes them are withdrawn.
        Patience.until(() -> {
            assertUnavailable(() -> audit.trail.write(
                    audit.context(),
                    Action.ENDPOINT_ADD,
                    AuditFixture.ENDPOINT,
                    201,
                    UnavailableTrailTest::neverBegun));
            return audit.dataSource.isHanging();
        });
        gate.countDown();

        Patience.until(() -> audit.records().size() == 2);
        assertThat(audit.records()).extracting(record -> record.entry().phase()).containsExactly("INTENT", "OUTCOME");
        Entry.Facts facts = audit.records().getLast().entry().facts();
        assertThat(facts.result()).isEqualTo("FAILED");
        assertThat(facts.code()).isEqualTo("audit-unavailable");
        assertThat(audit.openIntents.all()).isEmpty();
    }

    private static String neverBegun(Intent intent) {
        throw new AssertionError("it was begun");
    }

    @Test
    void readinessShowsACommitThatTakesTooLong() throws InterruptedException {
        audit.close();
        audit = new AuditFixture(database.migrated(), AuditFixture.settings(SHORT));
        CountDownLatch gate = audit.dataSource.hang();
        audit.record(AuditFixture.entry("hangs"), Duration.ZERO);
        audit.dataSource.awaitHanging();
        assertThat(Patience.until(audit::health, Status.OUT_OF_SERVICE::equals)).isEqualTo(Status.OUT_OF_SERVICE);

        gate.countDown();
        assertThat(Patience.until(audit::health, Status.UP::equals)).isEqualTo(Status.UP);
    }

    @Test
    void readinessShowsATrailThatWasRolledBack() {
        audit.rollback.compared(new State.RolledBack("it has 3 records fewer"));
        assertThat(audit.health()).isEqualTo(AuditHealth.ROLLED_BACK);
        audit.dataSource.failing = true;
        assertUnavailable(() -> read());
        assertThat(audit.health()).as("the worse of both").isEqualTo(Status.OUT_OF_SERVICE);

        audit.dataSource.failing = false;
        audit.rollback.compared(new State.Agreed());
        assertThat(Patience.until(audit::health, Status.UP::equals)).isEqualTo(Status.UP);
    }

    @Test
    void aTrailThatCouldNotBeCheckedIsNotRolledBack() {
        audit.rollback.compared(new State.Unchecked());

        assertThat(audit.health()).isEqualTo(AuditHealth.UNCHECKED);
        assertThat(audit.meters.get("linkgate.audit.unchecked").gauge().value()).isEqualTo(1);
        assertThat(audit.meters.get("linkgate.audit.rolled.back").gauge().value())
                .isZero();
        assertUnavailable(() -> audit.trail.write(
                audit.context(), Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, UnavailableTrailTest::neverBegun));
    }

    private String read() {
        return audit.trail.read(audit.context(), Action.ENDPOINT_GET, AuditFixture.ENDPOINT, () -> "read");
    }
}
