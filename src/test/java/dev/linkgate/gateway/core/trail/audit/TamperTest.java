package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every change that is made to the trail in the database is found, at its place. The chain has a first record, a last
 * one, and one of each kind between them: with every field, and with as few as there can be.
 */
@OnEachDatabase
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

    private final TestDatabase database;

    /** The last statement, for the message of a failure. */
    private String forgery = "nothing";

    TamperTest(TestDatabase database) {
        this.database = database;
    }

    @AfterAll
    static void close() {
        TRAILS.values().forEach(AuditFixture::close);
        TRAILS.clear();
    }

    /**
     * In a record with as few fields as there can be and one with every field, which are the second and the third.
     *
     * @param change of a column, as an expression over it
     */
    private void assertChangeIsFound(List<String> columns, UnaryOperator<String> change) {
        for (String column : columns) {
            String statement =
                    "UPDATE audit_record SET " + column + " = " + change.apply(column) + " WHERE sequence = ?";
            for (int at = 2; at <= 3; at++) {
                AuditFixture audit = trail();
                sql(audit, statement, at);
                assertBroken(audit, at);
            }
        }
    }

    @Test
    void changedText() {
        assertChangeIsFound(TEXTS, column -> "coalesce(" + column + ", '') || 'x'");
    }

    @Test
    void changedNumber() {
        assertChangeIsFound(NUMBERS, column -> "coalesce(" + column + ", -1) + 1");
    }

    /** Absent values become empty or zero, and present ones become absent. */
    @Test
    void absentForPresent() {
        assertChangeIsFound(
                NULLABLES,
                column -> "CASE WHEN " + column + " IS NULL THEN " + (NUMBERS.contains(column) ? "0" : "''") + " END");
    }

    /**
     * SQLite keeps a blob in a text column; filters no longer find it, and a reader that converts sees no difference.
     */
    @Test
    void textOfAnotherType() {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        assertChangeIsFound(TEXTS, column -> "CAST(coalesce(" + column + ", '') AS BLOB)");
    }

    /** A reader that converts would take {@code '201 or so'} for 201, and 5.5 for 5. */
    @Test
    void numberOfAnotherType() {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        assertChangeIsFound(NUMBERS, column -> "coalesce(" + column + ", 0) + 0.5");
        assertChangeIsFound(NUMBERS, column -> "coalesce(" + column + ", '') || ' or so'");
    }

    @Test
    void textBehindAnEnd() {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        assertChangeIsFound(TEXTS, column -> "coalesce(" + column + ", '') || char(0) || 'x'");
    }

    /** SQLite keeps any bytes in a text; a reader shows what is no UTF-8 as the character that stands for the unfit. */
    @Test
    void bytesThatReadAsTheSameText() throws SQLException {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        try (AuditFixture audit = new AuditFixture(TestDatabase.SQLITE)) {
            audit.writer.append(List.of(new PendingRecord(AuditFixture.entry("unfit\u0007"))));
            assertThat(audit.verify().valid()).isTrue();
            sql(audit, "UPDATE audit_record SET request_id = CAST(x'756e666974ff' AS TEXT) WHERE sequence = ?", 1);
            assertBroken(audit, 1);
        }
    }

    /** What a forger does to each pair of records, one behind the other, and where that is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE audit_record SET sequence = 9 WHERE sequence = {one}           | {one}
            UPDATE audit_record SET sequence = 0 WHERE sequence = {one}           | 0
            DELETE FROM audit_record WHERE sequence = {one}                       | {one}
            DELETE FROM audit_record WHERE sequence = {two}                       | {two}
            DELETE FROM audit_record WHERE sequence BETWEEN {one} AND {two}       | {one}
            UPDATE audit_record SET sequence = 9 WHERE sequence = {two}           | {two}
            UPDATE audit_record SET sequence = -1 WHERE sequence = {one}; \
            UPDATE audit_record SET sequence = {one} WHERE sequence = {two}; \
            UPDATE audit_record SET sequence = {two} WHERE sequence = -1          | {one}
            UPDATE audit_record SET request_id = 'req-{two}' WHERE sequence = {one}; \
            UPDATE audit_record SET request_id = 'req-{one}' WHERE sequence = {two} | {one}
            UPDATE audit_head SET sequence = 0                                    | 0
            UPDATE audit_head SET sequence = {one}                                | {one}
            UPDATE audit_head SET sequence = 5                                    | 5
            UPDATE audit_head SET sequence = 7                                    | 5
            UPDATE audit_head SET hash = 'x'                                      | 4
            DELETE FROM audit_head                                                | 5
            """)
    void recordsAndTheHead(String statements, String found) {
        for (int one = 1; one <= RECORDS; one++) {
            for (int two = one + 1; two <= RECORDS; two++) {
                AuditFixture audit = trail();
                for (String statement : named(statements, one, two).split(";", -1)) {
                    sql(audit, statement);
                }
                assertBroken(audit, Long.parseLong(named(found, one, two)));
            }
        }
    }

    private static String named(String text, int one, int two) {
        return text.replace("{one}", String.valueOf(one)).replace("{two}", String.valueOf(two));
    }

    /** An owner of the database can also create a table whose key accepts anything. */
    @Test
    void sequenceWithAFraction() throws SQLException {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
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
    void sequenceAcceptsOnlyWholeNumbers() {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        AuditFixture audit = trail();
        assertThatThrownBy(() -> sql(audit, "UPDATE audit_record SET sequence = sequence + 0.5 WHERE sequence = 1"))
                .hasMessageContaining("datatype mismatch");
    }

    /** A forger who knows the grammar corrects one record; the next one, or the head, reveals it. */
    @Test
    void changedAndHashedAnew() throws SQLException {
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail();
            AuditRecord old = audit.reader.find(at).orElseThrow();
            sql(audit, "DELETE FROM audit_record WHERE sequence = ?", at);
            insert(audit, at, old.previousHash());
            assertBroken(audit, at == RECORDS ? at : at + 1);
        }
    }

    @Test
    void inserted() throws SQLException {
        for (int at = 1; at <= RECORDS; at++) {
            AuditFixture audit = trail();
            String previous = audit.reader.find(at).orElseThrow().previousHash();
            sql(audit, "UPDATE audit_record SET sequence = sequence + 1000 WHERE sequence >= ?", at);
            sql(audit, "UPDATE audit_record SET sequence = sequence - 999 WHERE sequence >= ?", 1000);
            sql(audit, "UPDATE audit_head SET sequence = ?", RECORDS + 1);
            insert(audit, at, previous);
            assertBroken(audit, at + 1);
        }
    }

    @Test
    void appendedWithoutTheHead() throws SQLException {
        AuditFixture audit = trail();
        insert(audit, RECORDS + 1, audit.reader.head().orElseThrow().hash());
        assertBroken(audit, RECORDS + 1);
    }

    /** The whole chain, as it was before the last forgery. */
    private AuditFixture trail() {
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
