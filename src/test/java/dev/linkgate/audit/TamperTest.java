package dev.linkgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.Target;
import dev.linkgate.store.TestDatabase;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever somebody with the database's password does to the trail is found, and found where it was done. */
class TamperTest {

    private static final int RECORDS = 8;

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

    private static final Map<TestDatabase, AuditFixture> TRAILS = new EnumMap<>(TestDatabase.class);

    @AfterContainer
    static void close() {
        TRAILS.values().forEach(AuditFixture::close);
        TRAILS.clear();
    }

    @Property(tries = 300)
    void changedText(
            @ForAll TestDatabase database,
            @ForAll("texts") String column,
            @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(database);
        sql(
                audit,
                "UPDATE audit_record SET " + column + " = coalesce(" + column + ", '') || 'x' WHERE sequence = ?",
                at);
        assertBroken(audit, at);
    }

    @Property(tries = 300)
    void changedNumber(
            @ForAll TestDatabase database,
            @ForAll("numbers") String column,
            @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_record SET " + column + " = coalesce(" + column + ", -1) + 1 WHERE sequence = ?", at);
        assertBroken(audit, at);
    }

    /** What was absent becomes empty or zero, and what was there becomes absent. */
    @Property(tries = 300)
    void absentForPresent(
            @ForAll TestDatabase database,
            @ForAll("nullables") String column,
            @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(database);
        String some = NUMBERS.contains(column) ? "0" : "''";
        sql(
                audit,
                "UPDATE audit_record SET " + column + " = CASE WHEN " + column + " IS NULL THEN " + some
                        + " END WHERE sequence = ?",
                at);
        assertBroken(audit, at);
    }

    /** SQLite keeps a blob in a text column; filters no longer find it, and a reader that converts sees no difference. */
    @Property(tries = 300)
    void textOfAnotherType(@ForAll("texts") String column, @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(TestDatabase.SQLITE);
        sql(
                audit,
                "UPDATE audit_record SET " + column + " = CAST(coalesce(" + column + ", '') AS BLOB)"
                        + " WHERE sequence = ?",
                at);
        assertBroken(audit, at);
    }

    /** A reader that converts would take {@code '201 or so'} for 201, and 5.5 for 5. */
    @Property(tries = 300)
    void numberOfAnotherType(
            @ForAll("numbers") String column,
            @ForAll boolean fraction,
            @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(TestDatabase.SQLITE);
        String forged = fraction ? "coalesce(" + column + ", 0) + 0.5" : "coalesce(" + column + ", '') || ' or so'";
        sql(audit, "UPDATE audit_record SET " + column + " = " + forged + " WHERE sequence = ?", at);
        assertBroken(audit, at);
    }

    @Property(tries = 300)
    void textBehindAnEnd(@ForAll("texts") String column, @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(TestDatabase.SQLITE);
        sql(
                audit,
                "UPDATE audit_record SET " + column + " = coalesce(" + column + ", '') || char(0) || 'x'"
                        + " WHERE sequence = ?",
                at);
        assertBroken(audit, at);
    }

    @Property(tries = 300)
    void movedAway(
            @ForAll TestDatabase database, @ForAll boolean front, @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_record SET sequence = " + (front ? 0 : RECORDS + 5) + " WHERE sequence = ?", at);
        assertBroken(audit, front ? 0 : at);
    }

    /** Whoever owns the database can also give it a table whose key takes anything. */
    @Example
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
                assertThat(audit.verifier.verify().valid()).isTrue();
            }
        }
    }

    @Example
    void aSequenceTakesNothingButWholeNumbersEvenInSqlite() throws SQLException {
        AuditFixture audit = trail(TestDatabase.SQLITE);
        assertThatThrownBy(() -> sql(audit, "UPDATE audit_record SET sequence = sequence + 0.5 WHERE sequence = 1"))
                .hasMessageContaining("datatype mismatch");
    }

    @Property(tries = 300)
    void removed(
            @ForAll TestDatabase database,
            @ForAll @IntRange(min = 1, max = RECORDS) int from,
            @ForAll @IntRange(min = 1, max = RECORDS) int to)
            throws SQLException {
        Assume.that(from <= to);
        AuditFixture audit = trail(database);
        sql(audit, "DELETE FROM audit_record WHERE sequence BETWEEN ? AND ?", from, to);
        assertBroken(audit, from);
    }

    @Property(tries = 300)
    void swapped(
            @ForAll TestDatabase database,
            @ForAll @IntRange(min = 1, max = RECORDS) int first,
            @ForAll @IntRange(min = 1, max = RECORDS) int second)
            throws SQLException {
        Assume.that(first < second);
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_record SET sequence = -1 WHERE sequence = ?", first);
        sql(audit, "UPDATE audit_record SET sequence = ? WHERE sequence = ?", first, second);
        sql(audit, "UPDATE audit_record SET sequence = ? WHERE sequence = -1", second);
        assertBroken(audit, first);
    }

    /** The contents change places and the chain's own columns stay. */
    @Property(tries = 300)
    void swappedBehindTheHashes(
            @ForAll TestDatabase database,
            @ForAll @IntRange(min = 1, max = RECORDS) int first,
            @ForAll @IntRange(min = 1, max = RECORDS) int second)
            throws SQLException {
        Assume.that(first < second);
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_record SET request_id = 'req-" + second + "' WHERE sequence = ?", first);
        sql(audit, "UPDATE audit_record SET request_id = 'req-" + first + "' WHERE sequence = ?", second);
        assertBroken(audit, first);
    }

    /** A forger who knows the grammar makes one record right again; the next, or the head, gives it away. */
    @Property(tries = 300)
    void changedAndHashedAnew(@ForAll TestDatabase database, @ForAll @IntRange(min = 1, max = RECORDS) int at)
            throws SQLException {
        AuditFixture audit = trail(database);
        AuditRecord old = audit.store.find(at).orElseThrow();
        sql(audit, "DELETE FROM audit_record WHERE sequence = ?", at);
        insert(audit, at, old.previousHash());
        assertBroken(audit, at == RECORDS ? at : at + 1);
    }

    @Property(tries = 300)
    void inserted(@ForAll TestDatabase database, @ForAll @IntRange(min = 1, max = RECORDS) int at) throws SQLException {
        AuditFixture audit = trail(database);
        String previous = audit.store.find(at).orElseThrow().previousHash();
        sql(audit, "UPDATE audit_record SET sequence = sequence + 1000 WHERE sequence >= ?", at);
        sql(audit, "UPDATE audit_record SET sequence = sequence - 999 WHERE sequence >= ?", 1000);
        sql(audit, "UPDATE audit_head SET sequence = ?", RECORDS + 1);
        insert(audit, at, previous);
        assertBroken(audit, at + 1);
    }

    @Property(tries = 300)
    void appendedWithoutTheHead(@ForAll TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        insert(audit, RECORDS + 1, audit.store.head().orElseThrow().hash());
        assertBroken(audit, RECORDS + 1);
    }

    @Property(tries = 300)
    void headMoved(@ForAll TestDatabase database, @ForAll @IntRange(min = 0, max = RECORDS + 3) int sequence)
            throws SQLException {
        Assume.that(sequence != RECORDS);
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_head SET sequence = ?", sequence);
        assertBroken(audit, Math.min(sequence, RECORDS + 1));
    }

    @Property(tries = 300)
    void headChanged(@ForAll TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "UPDATE audit_head SET hash = hash || 'x' WHERE id = ?", 1);
        assertBroken(audit, RECORDS);
    }

    @Property(tries = 300)
    void headRemoved(@ForAll TestDatabase database) throws SQLException {
        AuditFixture audit = trail(database);
        sql(audit, "DELETE FROM audit_head WHERE id = ?", 1);
        assertBroken(audit, RECORDS + 1);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(TEXTS);
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of(NUMBERS);
    }

    @Provide
    Arbitrary<String> nullables() {
        return Arbitraries.of(
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
                "operation_id");
    }

    /**
     * A whole chain of {@value #RECORDS}, half of which have every field and half as few as there can be; some of these
     * are of layout 1.
     */
    private static AuditFixture trail(TestDatabase database) throws SQLException {
        AuditFixture audit = TRAILS.computeIfAbsent(database, AuditFixture::new);
        audit.clear();
        for (int i = 1; i <= RECORDS; i += 2) {
            audit.writer.append(List.of(
                    new Pending(full("req-" + i)),
                    new Pending(i % 4 == 1 ? bare("req-" + (i + 1)) : old("req-" + (i + 1)))));
        }
        assertThat(audit.verifier.verify())
                .isEqualTo(Verification.valid(audit.store.head().orElseThrow()));
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
                new Entry.Details("GET /projects", 3L, true, "op_1"));
    }

    private static Entry old(String requestId) {
        Entry entry = bare(requestId);
        return new Entry(
                entry.time(), entry.phase(), entry.origin(), entry.action(), entry.subject(), entry.facts(), null);
    }

    private static Entry bare(String requestId) {
        Call call = new Call(requestId, "192.0.2.7", null, receipt -> {});
        return Entry.of(AuditFixture.NOW, Phase.INTENT, call, Action.TEAM_PUT, Target.NONE, null);
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

    private static void sql(AuditFixture audit, String statement, Object... parameters) {
        assertThat(audit.jdbc.sql(statement).params(List.of(parameters)).update())
                .isPositive();
    }

    private static void assertBroken(AuditFixture audit, long at) {
        Verification verification = audit.verifier.verify();
        assertThat(verification.valid()).isFalse();
        assertThat(verification.head()).isNull();
        assertThat(verification.firstBroken()).isNotNull().satisfies(broken -> {
            assertThat(broken.sequence()).isEqualTo(at);
            assertThat(broken.reason()).isNotBlank();
        });
    }
}
