package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The core without any feature is a gateway. */
@Tag("postgresql")
class CoreAloneTest {

    private static final Gateway GATEWAY = Gateway.startOnly(feature -> false);

    private final Scene scene = Scene.in(GATEWAY);

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void aTeamAddsReadsAndRemovesAnEndpoint() {
        Caller editor = scene.editor();
        String endpoint = Scene.newEndpoint();
        GATEWAY.atlas().keepEmptyLinks(scene.project());
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(editor.post(scene.endpoints(), Scene.body(endpoint))).hasStatus(201);
        assertThat(editor.get(scene.endpoint(endpoint))).isOk().has("/interfaceEndpointId", endpoint);
        assertThat(editor.delete(scene.endpoint(endpoint))).hasStatus(202);

        assertThat(records("endpoint.add")).isEqualTo(2);
        assertThat(records("endpoint.remove")).isEqualTo(2);
    }

    @Test
    void whoHasNotTheRoleIsRefusedOnRecord() {
        assertThat(scene.viewer().post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("forbidden");

        assertThat(scene.writes()).isEmpty();
        assertThat(GATEWAY.database()
                        .sql("SELECT code FROM audit_record WHERE project_id = ? AND code IS NOT NULL")
                        .param(scene.project().value())
                        .query(String.class)
                        .single())
                .isEqualTo("forbidden");
    }

    @Test
    void aLostAnswerIsReadBack() {
        String endpoint = Scene.newMagic(MagicEndpoint.RESET_AFTER.onAdding(0));

        assertThat(scene.editor().post(scene.endpoints(), Scene.body(endpoint))).hasStatus(201);

        assertThat(scene.writes()).hasSize(1);
    }

    @Test
    void pathsOfFeaturesAreNotThere() {
        Caller administrator = Caller.of(GATEWAY.url()).with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);

        assertThat(List.of("/", "/admin/webhooks", "/admin/audit", "/operations/op_0", "/v3/api-docs", "/keys/current"))
                .allSatisfy(path -> assertThat(administrator.get(path)).hasStatus(404));
    }

    private int records(String action) {
        return GATEWAY.database()
                .sql("SELECT count(*) FROM audit_record WHERE action = ? AND project_id = ?")
                .params(action, scene.project().value())
                .query(Integer.class)
                .single();
    }
}
