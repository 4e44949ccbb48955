package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.RecordLine;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows as 0.4.0 stores them, which stay readable, and new ones behind them in the same chain. */
@OnEachDatabase
class RecordLayoutTest {

    /** The hashes are of docs/recipes/audit_chain.py. */
    private static final List<String> STORED = List.of("""
            1, 1795526640123456, 'INTENT', 'req-1', 'jwt', 'payments', 'k1', 'ci@payments é€😀', \
            '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', '5df264b8f10fab7d2cad2f0d', \
            'vpce-0b9c5701325cb15dd', 'default', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 0, NULL, \
            'endpoint:vpce-0b9c5701325cb15dd', NULL, 3, \
            '0000000000000000000000000000000000000000000000000000000000000000', \
            '4e08489a55d2aad9b2e51b570368ffae5e634ec46f5c1fffd61eae491f2c7f68'""", """
            2, 1795526640171456, 'OUTCOME', 'req-1', 'jwt', 'payments', 'k1', 'ci@payments é€😀', \
            '2001:db8:0:0:0:0:0:7', 'endpoint.add', '5c3a1f1f1f1f1f1f1f1f1f1f', '5df264b8f10fab7d2cad2f0d', \
            'vpce-0b9c5701325cb15dd', 'default', 3, 'FAILED', 502, 'outcome-unknown', 500, 2, 48211, NULL, 1, \
            0, 'op_00112233445566778899aabbccddeeff', 'endpoint:vpce-0b9c5701325cb15dd', NULL, 3, \
            '4e08489a55d2aad9b2e51b570368ffae5e634ec46f5c1fffd61eae491f2c7f68', \
            '6818f880aff2209696eaa84dc23e87405768da36dba8922c1c70c2d3417f464d'""", """
            3, 1795526641123456, 'EVENT', 'req-2', 'anonymous', NULL, NULL, NULL, '192.0.2.7', \
            'request.refused', '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, 'no id', NULL, NULL, 'REFUSED', 401, \
            'unauthenticated', NULL, 0, 97, 'GET /projects/{projectId}', 17, 0, NULL, NULL, NULL, 3, \
            '6818f880aff2209696eaa84dc23e87405768da36dba8922c1c70c2d3417f464d', \
            '59c3fe5845de3c465071992c030527326190595fece5d10bf4dd5eab7fd3cf88'""", """
            4, 1795526642123456, 'EVENT', 'req-3', 'admin', NULL, NULL, 'ada', '192.0.2.8', 'project.put', \
            '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, NULL, NULL, NULL, 'SUCCEEDED', 200, NULL, NULL, 0, 1204, NULL, 1, \
            1, NULL, 'project:5c3a1f1f1f1f1f1f1f1f1f1f', NULL, 3, \
            '59c3fe5845de3c465071992c030527326190595fece5d10bf4dd5eab7fd3cf88', \
            'd22d0126cb76f119055827a8725339e9e4c7626a248b87065cf2bfc4a6df1a6b'""", """
            5, 1795526643123456, 'OUTCOME', 'req-5', 'admin', NULL, 'k2', 'ada', '192.0.2.8', 'grant.put', \
            '5c3a1f1f1f1f1f1f1f1f1f1f', NULL, NULL, NULL, NULL, 'SUCCEEDED', 200, NULL, NULL, 0, 977, NULL, 1, \
            0, NULL, 'grant:payments', '{"before":{"role":"viewer"},"after":{"role":"owner"}}', 3, \
            'd22d0126cb76f119055827a8725339e9e4c7626a248b87065cf2bfc4a6df1a6b', \
            '4b9d48060b63d34773379a7a34a5309726dcb5ca5fead3f9a6b860b97f97c09b'""", """
            6, 1795526644123456, 'INTENT', 'req-6', 'admin', NULL, NULL, NULL, '192.0.2.8', 'config.apply', \
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 0, NULL, 'config:é€😀', \
            NULL, 3, '4b9d48060b63d34773379a7a34a5309726dcb5ca5fead3f9a6b860b97f97c09b', \
            '04ca43b2b802f9d41b9ce529ad077573bffd972b4934dedf30a975cf047b6064'""");

    private static final String COLUMNS = """
            sequence, time_micros, phase, request_id, actor_kind, actor_team, actor_key_id, actor_subject,
            remote_address, action, project_id, link_id, interface_endpoint_id, credential, credential_version, result,
            status, code, atlas_status, attempts, duration_micros, attempted, count, dry_run, operation_id, target, change,
            layout, previous_hash, hash""";

    private static final String LAST = "04ca43b2b802f9d41b9ce529ad077573bffd972b4934dedf30a975cf047b6064";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @AutoClose
    private final AuditFixture audit;

    RecordLayoutTest(TestDatabase database) {
        DataSource source = database.migrated();
        JdbcClient jdbc = JdbcClient.create(source);
        STORED.forEach(values -> jdbc.sql("INSERT INTO audit_record (" + COLUMNS + ") VALUES (" + values + ")")
                .update());
        jdbc.sql("UPDATE audit_head SET sequence = 6, last_write = 6, hash = ? WHERE id = 1")
                .param(LAST)
                .update();
        audit = new AuditFixture(source, AuditFixture.SETTINGS);
        audit.record(AuditFixture.entry("req-7"));
    }

    @Test
    void storedAndNewRecordsAreOneChain() {
        assertThat(audit.verify()).isEqualTo(audit.valid());
        assertThat(audit.records())
                .extracting(record -> record.entry().origin().requestId())
                .containsExactly("req-1", "req-1", "req-2", "req-3", "req-5", "req-6", "req-7");
    }

    @Test
    void anExportIsReadWithoutTheGateway() throws Exception {
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
    void aRecordTellsLayoutTargetAndChange() {
        List<JsonNode> shown = audit.records().stream()
                .map(record -> JSON.readTree(JSON.writeValueAsString(record)))
                .toList();

        assertThat(shown).allSatisfy(record -> assertThat(record.at("/layout")).hasToString("3"));
        assertThat(shown.get(2).has("target")).isFalse();
        assertThat(shown.get(4).at("/target"))
                .hasToString("{\"kind\":\"grant\",\"name\":\"payments\",\"project\":\"5c3a1f1f1f1f1f1f1f1f1f1f\"}");
        assertThat(shown.get(4).at("/change"))
                .hasToString("{\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"owner\"}}");
        assertThat(shown.get(5).at("/target")).hasToString("{\"kind\":\"config\",\"name\":\"é€😀\"}");
        assertThat(shown.get(5).has("change")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 7})
    void noRecordPassesAsOneOfAnotherLayout(int sequence) {
        for (long layout : new long[] {0, 1, 2, 3, 4, 257, 258, 259}) {
            audit.jdbc
                    .sql("UPDATE audit_record SET layout = ? WHERE sequence = ?")
                    .params(layout, sequence)
                    .update();
            assertThat(audit.verify().valid()).isEqualTo(layout == 3);
        }
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
}
