package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.AuditRow;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.HashChain;
import dev.linkgate.gateway.core.trail.record.Phase;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every change that is made to the trail in the database is found, at its place. The chain has a first record, a last
 * one, and one of each kind between them: with every field, and with as few as there can be.
 */
class TamperTest {

    private static final int RECORDS = 4;

    private static final List<String> TABLES = List.of("audit_record", "audit_head");

    private static final List<String> TEXTS = List.of(
            "phase",
            "request_id",
            "actor_kind",
            "actor_team",
            "actor_key_id",
            "actor_subject",
            "remote_address",
            "action",
            "project_id",
            "link_id",
            "interface_endpoint_id",
            "credential",
            "result",
            "code",
            "attempted",
            "operation_id",
            "target",
            "change",
            "previous_hash",
            "hash");
    private static final List<String> NUMBERS = List.of(
            "time_micros",
            "credential_version",
            "status",
            "atlas_status",
            "attempts",
            "duration_micros",
            "layout",
            "count",
            "dry_run");

    private static final List<String> NULLABLES = List.of(
            "actor_team",
            "actor_key_id",
            "actor_subject",
            "project_id",
            "link_id",
            "interface_endpoint_id",
            "credential",
            "credential_version",
            "result",
            "status",
            "code",
            "atlas_status",
            "attempts",
            "duration_micros",
            "attempted",
            "count",
            "dry_run",
            "operation_id",
            "target",
            "change");

    private static final Map<TestDatabase, AuditFixture> TRAILS = new EnumMap<>(TestDatabase.class);

    /** The last statement, for the message of a failure. */
    private String forgery = "nothing";

    @AfterAll
    static void close() {
        TRAILS.values().forEach(AuditFixture::close);
        TRAILS.clear();
    }

    /** A change to one record of a valid chain. */
    private interface Forgery {
        void at(AuditFixture audit, int at) throws SQLException;
    }

    /** Tries it on a new chain at each record, where it must be found. */
    private void assertFound(TestDatabase database, Forgery forgery) throws SQLException {
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail(database);
            forgery.at(audit, at);
            assertBroken(audit, at);
        }
    }

    /**
     * In a record with as few fields as there can be and one with every field, which are the second and the third.
     *
     * @param change of a column, as an expression over it
     */
    private void assertChangeIsFound(TestDatabase database, List<String> columns, UnaryOperator<String> change)
            throws SQLException {
        for (String column : columns) {
            String statement =
                    "UPDATE audit_record SET " + column + " = " + change.apply(column) + " WHERE sequence = ?";
            for (int at = 2; at <= 3; at++) {
                AuditFixture audit = trail(database);
                sql(audit, statement, at);
                assertBroken(audit, at);
            }
        }
    }

    private interface Pair {
        void of(int first, int second) throws SQLException;
    }

    private static void forEachPair(Pair pair) throws SQLException {
        for (int first = 1; first <= RECORDS; first++) {
            for (int second = first + 1; second <= RECORDS; second++) {
                pair.of(first, second);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void changedText(TestDatabase database) throws SQLException {
        assertChangeIsFound(database, TEXTS, column -> "coalesce(" + column + ", '') || 'x'");
    }

    @ParameterizedTest
    @EnumSource
    void changedNumber(TestDatabase database) throws SQLException {
        assertChangeIsFound(database, NUMBERS, column -> "coalesce(" + column + ", -1) + 1");
    }

    /** Absent values become empty or zero, and present ones become absent. */
    @ParameterizedTest
    @EnumSource
    void absentForPresent(TestDatabase database) throws SQLException {
        assertChangeIsFound(
                database,
                NULLABLES,
                column -> "CASE WHEN " + column + " IS NULL THEN " + (NUMBERS.contains(column) ? "0" : "''") + " END");
    }

    /**
     * SQLite keeps a blob in a text column; filters no longer find it, and a reader that converts sees no difference.
     */
    @Test
    void textOfAnotherType() throws SQLException {
        assertChangeIsFound(TestDatabase.SQLITE, TEXTS, column -> "CAST(coalesce(" + column + ", '') AS BLOB)");
    }

    /** A reader that converts would take {@code '201 or so'} for 201, and 5.5 for 5. */
    @Test
    void numberOfAnotherType() throws SQLException {
        assertChangeIsFound(TestDatabase.SQLITE, NUMBERS, column -> "coalesce(" + column + ", 0) + 0.5");
        assertChangeIsFound(TestDatabase.SQLITE, NUMBERS, column -> "coalesce(" + column + ", '') || ' or so'");
    }

    @Test
    void textBehindAnEnd() throws SQLException {
        assertChangeIsFound(TestDatabase.SQLITE, TEXTS, column -> "coalesce(" + column + ", '') || char(0) || 'x'");
    }

    /** SQLite keeps any bytes in a text; a reader shows what is no UTF-8 as the character that stands for the unfit. */
    @Test
    void bytesThatReadAsTheSameText() throws SQLException {
        try (AuditFixture audit = new AuditFixture(TestDatabase.SQLITE)) {
            audit.writer.append(List.of(new PendingRecord(AuditFixture.entry("unfit\u0007"))));
            assertThat(audit.verify().valid()).isTrue();
            sql(audit, "UPDATE audit_record SET request_id = CAST(x'756e666974ff' AS TEXT) WHERE sequence = ?", 1);
            assertBroken(audit, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void movedAway(TestDatabase database) throws SQLException {
        String moved = "UPDATE audit_record SET sequence = ? WHERE sequence = ?";
        assertFound(database, (audit, at) -> sql(audit, moved, RECORDS + 5, at));
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail(database);
            sql(audit, moved, 0, at);
            assertBroken(audit, 0);
        }
    }

    /** An owner of the database can also create a table whose key accepts anything. */
    @Test
    void sequenceWithAFraction() throws SQLException {
        try (AuditFixture audit = new AuditFixture(TestDatabase.SQLITE)) {
            audit.write(RECORDS);
            audit.jdbc.sql("CREATE TABLE forged AS SELECT * FROM audit_record").update();
            audit.jdbc.sql("DROP TABLE audit_record").update();
            audit.jdbc.sql("ALTER TABLE forged RENAME TO audit_record").update();
            for (int at = 1; at <= RECORDS; at++) {
                sql(audit, "UPDATE audit_record SET sequence = sequence + 0.5 WHERE sequence = ?", at);
                assertBroken(audit, at);
                sql(audit, "UPDATE audit_record SET sequence = sequence - 0.5 WHERE sequence = ? + 0.5", at);
                assertThat(audit.verify().valid()).isTrue();
            }
        }
    }

    @Test
    void sequenceAcceptsOnlyWholeNumbers() throws SQLException {
        AuditFixture audit = trail(TestDatabase.SQLITE);
        assertThatThrownBy(() -> sql(audit, "UPDATE audit_record SET sequence = sequence + 0.5 WHERE sequence = 1"))
                .hasMessageContaining("datatype mismatch");
    }

    @ParameterizedTest
    @EnumSource
    void removed(TestDatabase database) throws SQLException {
        String removed = "DELETE FROM audit_record WHERE sequence BETWEEN ? AND ?";
        assertFound(database, (audit, at) -> sql(audit, removed, at, at));
        forEachPair((from, to) -> {
            AuditFixture audit = trail(database);
            sql(audit, removed, from, to);
            assertBroken(audit, from);
        });
    }

    @ParameterizedTest
    @EnumSource
    void swapped(TestDatabase database) throws SQLException {
        forEachPair((first, second) -> {
            AuditFixture audit = trail(database);
            sql(audit, "UPDATE audit_record SET sequence = -1 WHERE sequence = ?", first);
            sql(audit, "UPDATE audit_record SET sequence = ? WHERE sequence = ?", first, second);
            sql(audit, "UPDATE audit_record SET sequence = ? WHERE sequence = -1", second);
            assertBroken(audit, first);
        });
    }

    /** The contents change places and the chain's own columns stay. */
    @ParameterizedTest
    @EnumSource
    void swappedBehindTheHashes(TestDatabase database) throws SQLException {
        forEachPair((first, second) -> {
            AuditFixture audit = trail(database);
            sql(audit, "UPDATE audit_record SET request_id = 'req-" + second + "' WHERE sequence = ?", first);
            sql(audit, "UPDATE audit_record SET request_id = 'req-" + first + "' WHERE sequence = ?", second);
            assertBroken(audit, first);
        });
    }

    /** A forger who knows the grammar corrects one record; the next one, or the head, reveals it. */
    @ParameterizedTest
    @EnumSource
    void changedAndHashedAnew(TestDatabase database) throws SQLException {
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail(database);
            AuditRecord old = audit.reader.find(at).orElseThrow();
            sql(audit, "DELETE FROM audit_record WHERE sequence = ?", at);
            insert(audit, at, old.previousHash());
            assertBroken(audit, at == RECORDS ? at : at + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inserted(TestDatabase database) throws SQLException {
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail(database);
            String previous = audit.reader.find(at).orElseThrow().previousHash();
            sql(audit, "UPDATE audit_record SET sequence = sequence + 1000 WHERE sequence >= ?", at);
            sql(audit, "UPDATE audit_record SET sequence = sequence - 999 WHERE sequence >= ?", 1000);
            sql(audit, "UPDATE audit_head SET sequence = ?", RECORDS + 1);
            insert(audit, at, previous);
            assertBroken(audit, at + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void appendedWithoutTheHead(TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        insert(audit, RECORDS + 1, audit.reader.head().orElseThrow().hash());
        assertBroken(audit, RECORDS + 1);
    }

    @ParameterizedTest
    @EnumSource
    void headMoved(TestDatabase database) throws SQLException {
        for (int sequence = 0; sequence <= RECORDS + 3; sequence++) {
            if (sequence != RECORDS) {
                AuditFixture audit = trail(database);
                sql(audit, "UPDATE audit_head SET sequence = ?", sequence);
                assertBroken(audit, Math.min(sequence, RECORDS + 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void headChanged(TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_head SET hash = hash || 'x' WHERE id = ?", 1);
        assertBroken(audit, RECORDS);
    }

    @ParameterizedTest
    @EnumSource
    void headRemoved(TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "DELETE FROM audit_head WHERE id = ?", 1);
        assertBroken(audit, RECORDS + 1);
    }

    /** The whole chain, as it was before the last forgery. */
    private static AuditFixture trail(TestDatabase database) {
        AuditFixture audit = TRAILS.computeIfAbsent(database, TamperTest::begun);
        JdbcClient jdbc = JdbcClient.create(audit.dataSource);
        new TransactionTemplate(new JdbcTransactionManager(audit.dataSource))
                .executeWithoutResult(status -> TABLES.forEach(table -> {
                    jdbc.sql("DELETE FROM " + table).update();
                    jdbc.sql("INSERT INTO " + table + " SELECT * FROM kept_" + table)
                            .update();
                }));
        return audit;
    }

    private static AuditFixture begun(TestDatabase database) {
        AuditFixture audit = new AuditFixture(database);
        try {
            for (int i = 1; i <= RECORDS; i += 2) {
                audit.writer.append(
                        List.of(new PendingRecord(full("req-" + i)), new PendingRecord(bare("req-" + (i + 1)))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(audit.verify()).isEqualTo(audit.valid());
        TABLES.forEach(table -> audit.jdbc
                .sql("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table)
                .update());
        return audit;
    }

    private static Entry full(String requestId) {
        Entry entry = AuditFixture.entry(requestId);
        return new Entry(
                entry.time(),
                entry.phase(),
                new Entry.Origin(requestId, new Entry.Who("jwt", "payments", "k1", "ci@payments"), "2001:db8::7"),
                entry.action(),
                entry.subject(),
                new Entry.Facts("default", 3L, "FAILED", 502L, "outcome-unknown", 500L, 2L, 48_211L),
                new Entry.Details("GET /projects", 3L, true, "op_1"),
                new Entry.About(
                        new Entry.About.Thing(
                                "grant", "payments", entry.subject().projectId()),
                        "{\"after\":{\"role\":\"owner\"}}"));
    }

    private static Entry bare(String requestId) {
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        return Entry.of(AuditFixture.NOW, Phase.INTENT, context, Action.TEAM_PUT, Target.NONE, null);
    }

    /** Inserts a record with a hash as it should be. */
    private static void insert(AuditFixture audit, long sequence, String previousHash) throws SQLException {
        Entry forged = full("forged");
        String hash = HashChain.hash(HashChain.canonical(forged), sequence, previousHash);
        try (var connection = audit.dataSource.getConnection();
                var insert = connection.prepareStatement(AuditRow.INSERT)) {
            AuditRow.bind(insert, sequence, forged, previousHash, hash);
            insert.executeUpdate();
        }
    }

    private void sql(AuditFixture audit, String statement, Object... parameters) {
        forgery = statement + " with " + List.of(parameters);
        assertThat(audit.jdbc.sql(statement).params(List.of(parameters)).update())
                .isPositive();
    }

    private void assertBroken(AuditFixture audit, long at) {
        Verification verification = audit.verify();
        assertThat(verification.valid()).as(forgery).isFalse();
        assertThat(verification.head()).isNull();
        assertThat(verification.firstBroken()).as(forgery).isNotNull().satisfies(broken -> {
            assertThat(broken.sequence()).isEqualTo(at);
            assertThat(broken.reason()).isNotBlank();
        });
    }
}
