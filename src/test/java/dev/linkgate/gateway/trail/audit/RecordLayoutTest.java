package dev.linkgate.gateway.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.record.AuditRecord;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.RecordLine;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of each layout as they were stored first, which stay readable, and new ones behind them in the same chain. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecordLayoutTest {

    /** The hashes are of the program in docs/security.md. */
    private static final List<String> STORED = List.of("""
            1, 1795526640123456, 'INTENT', 'req-1', 'jwt', 'payments', 'k1', 'ci@payments é€😀', \
            '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', '5df264b8f10fab7d2cad2f0d', \
            'vpce-0b9c5701325cb15dd', 'default', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 0, NULL, 2, \
            '0000000000000000000000000000000000000000000000000000000000000000', \
            'aa9cc7ea8e09ccd5061750e8711d5fc4d6cb409b5a5f2dd24e2d119c3e870903'""", """
            2, 1795526640171456, 'OUTCOME', 'req-1', 'jwt', 'payments', 'k1', 'ci@payments é€😀', \
            '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', '5df264b8f10fab7d2cad2f0d', \
            'vpce-0b9c5701325cb15dd', 'default', 3, 'FAILED', 502, 'outcome-unknown', 500, 2, 48211, NULL, 1, 0, \
            'op_00112233445566778899aabbccddeeff', 2, \
            'aa9cc7ea8e09ccd5061750e8711d5fc4d6cb409b5a5f2dd24e2d119c3e870903', \
            'd3af704a81a08d9cfd63cccf1514a848ed8aa913b8a493e5d02f694bbb02f63c'""", """
            3, 1795526641123456, 'EVENT', 'req-2', 'anonymous', NULL, NULL, NULL, '192.0.2.7', 'request.refused', \
            '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, 'no id', NULL, NULL, 'REFUSED', 401, 'unauthenticated', NULL, 0, 97, \
            'GET /projects/{projectId}', 17, 0, NULL, 2, \
            'd3af704a81a08d9cfd63cccf1514a848ed8aa913b8a493e5d02f694bbb02f63c', \
            '2a87cb16b18f1f952c3e76ea06a7966bd0e1527f7020f0c6c28ac42c443f1884'""", """
            4, 1795526642123456, 'EVENT', 'req-3', 'admin', NULL, NULL, 'ada', '192.0.2.8', 'project.put', \
            '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, NULL, NULL, NULL, 'SUCCEEDED', 200, NULL, NULL, 0, 1204, NULL, 1, 1, \
            NULL, 2, \
            '2a87cb16b18f1f952c3e76ea06a7966bd0e1527f7020f0c6c28ac42c443f1884', \
            'ec58a2fd447fbf3c85ac3e07d87a00790c2d8754a97f8380377f9aba2ff7f0d5'""");

    private static final List<String> OF_LAYOUT_3 = List.of("""
            5, 1795526643123456, 'OUTCOME', 'req-5', 'admin', NULL, 'k2', 'ada', '192.0.2.8', 'grant.put', \
            '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, NULL, NULL, NULL, 'SUCCEEDED', 200, NULL, NULL, 0, 977, NULL, 1, 0, NULL, \
            3, 'ec58a2fd447fbf3c85ac3e07d87a00790c2d8754a97f8380377f9aba2ff7f0d5', \
            '24ffdf6e478c2caeb982933d204ac9f733774d94d4769f738eb222c455d68d2f', \
            'grant:payments', '{"before":{"role":"viewer"},"after":{"role":"owner"}}'""", """
            6, 1795526644123456, 'INTENT', 'req-6', 'admin', NULL, NULL, NULL, '192.0.2.8', 'config.apply', \
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 0, NULL, 3, \
            '24ffdf6e478c2caeb982933d204ac9f733774d94d4769f738eb222c455d68d2f', \
            '301ddf83c5395e91dd0002c8e0518d418baa9902d6c9147d917c13994c9fcf78', 'config:é€😀', NULL""");

    private static final String COLUMNS = """
            sequence, time_micros, phase, request_id, actor_kind, actor_team, actor_key_id, actor_subject,
            remote_address, action, project_id, link_id, interface_endpoint_id, credential, credential_version, result,
            status, code, atlas_status, attempts, duration_micros, attempted, count, dry_run, operation_id, layout,
            previous_hash, hash""";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AuditFixture audit;

    RecordLayoutTest(TestDatabase database) {
        DataSource source = database.migrated();
        JdbcClient jdbc = JdbcClient.create(source);
        // Without the columns of later layouts, as a replica of the version before adds them during an update.
        STORED.forEach(values -> insert(jdbc, COLUMNS, values));
        OF_LAYOUT_3.forEach(values -> insert(jdbc, COLUMNS + ", target, change", values));
        jdbc.sql("""
                        UPDATE audit_head SET sequence = 6, last_write = 6,
                            hash = '301ddf83c5395e91dd0002c8e0518d418baa9902d6c9147d917c13994c9fcf78' WHERE id = 1
                        """).update();
        audit = new AuditFixture(source, AuditFixture.SETTINGS);
        audit.record(AuditFixture.entry("req-7"));
    }

    private static void insert(JdbcClient jdbc, String columns, String values) {
        jdbc.sql("INSERT INTO audit_record (" + columns + ") VALUES (" + values + ")")
                .update();
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void storedAndNewRecordsAreOneChain() {
        assertThat(audit.verify()).isEqualTo(audit.valid());
        assertThat(audit.records())
                .extracting(record -> record.entry().origin().requestId())
                .containsExactly("req-1", "req-1", "req-2", "req-3", "req-5", "req-6", "req-7");
    }

    @Test
    void anExportOfAllLayoutsIsReadWithoutTheGateway() throws Exception {
        ChainCheck chain = ChainCheck.ofWhole();
        for (AuditRecord record : audit.records()) {
            byte[] line = JSON.writeValueAsBytes(record);
            RecordLine read = RecordLine.parse(line, 0, line.length);
            assertThat(chain.add(read.sequence(), read.canonical(), read.previousHash(), read.hash()))
                    .isEmpty();
        }
        assertThat(chain.sequence()).isEqualTo(7);
    }

    @Test
    void aRecordTellsTargetAndChangeFromLayout3On() {
        List<JsonNode> shown = audit.records().stream()
                .map(record -> JSON.readTree(JSON.writeValueAsString(record)))
                .toList();

        assertThat(shown.get(3).has("layout")).isFalse();
        assertThat(shown.get(3).has("target")).isFalse();
        assertThat(shown.get(4).at("/target"))
                .hasToString("{\"kind\":\"grant\",\"name\":\"payments\",\"project\":\"5c3a1f1f1f1f1f1f1f1f1f1f\"}");
        assertThat(shown.get(4).at("/change"))
                .hasToString("{\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"owner\"}}");
        assertThat(shown.get(5).at("/target")).hasToString("{\"kind\":\"config\",\"name\":\"é€😀\"}");
        assertThat(shown.get(5).has("change")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "3, 2", "5, 3", "6, 3", "7, 3"})
    void noRecordPassesAsOneOfAnotherLayout(int sequence, long own) {
        for (long layout : new long[] {0, 1, 2, 3, 4, 257, 258, 259}) {
            audit.jdbc
                    .sql("UPDATE audit_record SET layout = ? WHERE sequence = ?")
                    .params(layout, sequence)
                    .update();
            assertThat(audit.verify().valid()).isEqualTo(layout == own);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"target = 'team:search'", "change = '{}'", "target = 'team:search', change = '{}'"})
    void nothingCanBeAddedToARecordOfTheFirstLayout(String addition) {
        audit.jdbc
                .sql("UPDATE audit_record SET " + addition + " WHERE sequence = 3")
                .update();
        assertThat(audit.verify().valid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"target = 'grant:search'", "change = '{\"after\":{}}'", "target = NULL", "change = 'no JSON'"})
    void targetAndChangeCannotBeAltered(String alteration) {
        audit.jdbc
                .sql("UPDATE audit_record SET " + alteration + " WHERE sequence = 5")
                .update();
        assertThat(audit.verify().valid()).isFalse();
        assertThat(JSON.writeValueAsString(audit.records().get(4))).doesNotContain("no JSON");
    }

    @Test
    void recordCannotShedItsDetails() {
        audit.jdbc
                .sql("UPDATE audit_record SET layout = 1, attempted = NULL, count = NULL, dry_run = NULL,"
                        + " operation_id = NULL WHERE sequence = 3")
                .update();
        assertThat(audit.verify().firstBroken())
                .isNotNull()
                .satisfies(broken -> assertThat(broken.sequence()).isEqualTo(3));
    }
}
