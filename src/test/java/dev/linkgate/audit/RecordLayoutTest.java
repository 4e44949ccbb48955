package dev.linkgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.store.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows as the gateway stored them before layout 2, and new ones behind them in the same chain. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecordLayoutTest {

    private static final String BEFORE_LAYOUT_2 = "6";
    private static final int OLD = 3;

    /** Written by the code of that time, hashes included. */
    private static final List<String> OLD_ROWS = List.of("""
            INSERT INTO audit_record VALUES (1, 1795526640123456, 'INTENT', 'req-1', 'jwt', 'payments', 'k1', \
            'ci@payments é€😀', '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', \
            '5df264b8f10fab7d2cad2f0d', 'vpce-0b9c5701325cb15dd', 'default', 3, NULL, NULL, NULL, NULL, NULL, NULL, \
            '0000000000000000000000000000000000000000000000000000000000000000', \
            '7b0dde7083b6ab8143f911dea8175eab93f89eef0bbf1a4034fbdd88de5efc16')""", """
            INSERT INTO audit_record VALUES (2, 1795526640171456, 'OUTCOME', 'req-1', 'jwt', 'payments', 'k1', \
            'ci@payments é€😀', '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', \
            '5df264b8f10fab7d2cad2f0d', 'vpce-0b9c5701325cb15dd', 'default', 3, 'FAILED', 502, 'outcome-unknown', 500, \
            2, 48211, '7b0dde7083b6ab8143f911dea8175eab93f89eef0bbf1a4034fbdd88de5efc16', \
            '9cb5b228c10e151b6548def54d9f104e5c44c549126c6e9f501ecbcd422a2b4d')""", """
            INSERT INTO audit_record VALUES (3, 1795526641123456, 'EVENT', 'req-2', 'anonymous', NULL, NULL, NULL, \
            '192.0.2.7', 'request.refused', '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, 'no id', NULL, NULL, 'REFUSED', 401, \
            'unauthenticated', NULL, 0, 97, '9cb5b228c10e151b6548def54d9f104e5c44c549126c6e9f501ecbcd422a2b4d', \
            '459049ebbbfe5db45413a6eac4dcad848d0d913eea0def81e76c300552ab5c13')""", """
            UPDATE audit_head SET sequence = 3, \
            hash = '459049ebbbfe5db45413a6eac4dcad848d0d913eea0def81e76c300552ab5c13' WHERE id = 1""");

    private final AuditFixture audit;

    RecordLayoutTest(TestDatabase database) {
        DataSource source = database.migrated(BEFORE_LAYOUT_2);
        OLD_ROWS.forEach(row -> JdbcClient.create(source).sql(row).update());
        database.migrate(source, "latest");
        audit = new AuditFixture(source, AuditFixture.SETTINGS);
        audit.log.record(AuditFixture.entry("req-3"));
        audit.log.record(AuditFixture.entry("req-4").attempting("GET /projects"));
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void oldAndNewRecordsAreOneChain() {
        assertThat(audit.verify())
                .isEqualTo(Verification.valid(audit.store.head().orElseThrow()));
        assertThat(audit.records()).hasSize(OLD + 2);
    }

    @Test
    void fieldsIdentifyTheLayout() {
        JsonMapper json = JsonMapper.builder().build();
        List<JsonNode> records = audit.records().stream()
                .<JsonNode>map(record -> json.readTree(json.writeValueAsString(record)))
                .toList();

        assertThat(records.subList(0, OLD))
                .allSatisfy(old ->
                        assertThat(old.propertyNames()).doesNotContain("attempted", "count", "dryRun", "operationId"));
        assertThat(records.subList(OLD, OLD + 2))
                .allSatisfy(record -> assertThat(record.propertyNames())
                        .contains("attempted", "count", "dryRun", "operationId", "previousHash", "hash"));
        assertThat(records.getLast().at("/attempted").asString()).isEqualTo("GET /projects");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5})
    void noRecordPassesAsOneOfAnotherLayout(int sequence) {
        long layout = sequence <= OLD ? 1 : 2;
        for (long other : new long[] {0, 1, 2, 3, 257, 258}) {
            set("layout", other, sequence);
            assertThat(audit.verify().valid()).isEqualTo(other == layout);
        }
    }

    @Test
    void aNewRecordCannotShedItsDetails() {
        audit.jdbc
                .sql("UPDATE audit_record SET layout = 1, attempted = NULL, count = NULL, dry_run = NULL,"
                        + " operation_id = NULL WHERE sequence = 4")
                .update();
        assertBrokenAt(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attempted", "count", "dry_run", "operation_id"})
    void anOldRecordCannotBeGivenDetails(String column) {
        set(column, column.equals("count") || column.equals("dry_run") ? (Object) 0L : "", 2);
        assertBrokenAt(2);
    }

    private void set(String column, Object value, int sequence) {
        audit.jdbc
                .sql("UPDATE audit_record SET " + column + " = ? WHERE sequence = ?")
                .params(value, sequence)
                .update();
    }

    private void assertBrokenAt(long sequence) {
        assertThat(audit.verify().firstBroken())
                .isNotNull()
                .satisfies(broken -> assertThat(broken.sequence()).isEqualTo(sequence));
    }
}
