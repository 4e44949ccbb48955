package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of a new team, from the administrator's first call to the last endpoint's removal, on each database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Alone
class WalkTest {

    private final Gateway gateway;

    WalkTest(TestDatabase database) {
        this.gateway = Gateway.alone(database);
    }

    @Test
    void endpointLifecycle() {
        Caller administrator = gateway.administrator();
        Scene scene = Scene.in(gateway);
        String publicKey = "w" + Gateway.unused(7);
        gateway.atlas().keys().accept(publicKey, Secret.of("the-payments-key"));

        String credential = "/admin/credentials/payments-" + Gateway.unused(6);
        String binding = """
                {"name":"payments","credential":"%s"}""".formatted(credential.replaceFirst(".*/", ""));
        assertThat(administrator.put(credential + "?verify=true", """
                        {"kind":"digest","publicKey":"%s","privateKey":"the-payments-key"}""".formatted(publicKey)))
                .hasStatus(201)
                .has("/state", "OK");
        assertThat(administrator.put("/admin/projects/" + scene.project(), binding))
                .hasStatus(201);
        NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
        Caller editor = team.caller();

        assertThat(editor.get("/projects"))
                .has("/results/0/projectName", "payments")
                .has("/results/0/role", "editor");
        assertThat(editor.get(scene.links()))
                .results("id")
                .containsExactly(scene.link().value());
        String first = Scene.newEndpoint();
        String second = Scene.newEndpoint();
        assertThat(editor.post(scene.endpoints(), Scene.body(first))).hasStatus(201);
        assertThat(editor.post(scene.endpoints(), Scene.body(first))).isProblem("endpoint-exists");
        assertThat(editor.post(scene.endpoints(), Scene.body(second))).hasStatus(201);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.endpoints())).results("connectionStatus").containsExactly("AVAILABLE", "AVAILABLE");
        assertThat(editor.delete(scene.endpoint(first))).hasStatus(202);
        assertThat(editor.delete(scene.endpoint(second))).isProblem("last-endpoint");
        assertThat(editor.delete(scene.endpoint(second) + "?allowLinkRemoval=true"))
                .hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.linkPath())).isProblem("link-not-found");

        assertThat(editor.get("/projects/" + scene.project() + "/audit?limit=500"))
                .results("action")
                .contains("link.list", "endpoint.add", "endpoint.list", "endpoint.remove", "link.get");
        assertThat(administrator.delete(team.path())).hasStatus(204);
        assertThat(editor.get("/projects")).isProblem("unauthenticated");
        assertThat(administrator.delete(credential)).isProblem("credential-in-use");
        assertThat(administrator.delete("/admin/projects/" + scene.project())).hasStatus(204);
        assertThat(administrator.delete(credential)).hasStatus(204);
        assertThat(administrator.post("/admin/audit/verification", "")).isOk().has("/valid", true);
    }

    @Tag("harness")
    @Test
    void restartKeepsTheData() {
        Scene scene = Scene.in(gateway);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        long records = records(gateway);

        // A second gateway on the same database is like a restart, and like a replica.
        try (Gateway replica = gateway.another()) {
            assertThat(replica.as(team.key()).get(scene.linkPath())).isOk();
            assertThat(replica.administrator().post("/admin/audit/verification", ""))
                    .has("/valid", true);
            assertThat(records(replica)).isGreaterThan(records);

            assertThat(replica.administrator().delete(team.path() + "/keys/" + team.keyId()))
                    .hasStatus(204);
            Patience.until(() -> team.caller().get("/projects"), answer -> answer.status() == 401);
        }
        assertThat(gateway.administrator().post("/admin/audit/verification", ""))
                .has("/valid", true);
    }

    private static long records(Gateway gateway) {
        return gateway.administrator()
                .post("/admin/audit/verification", "")
                .json()
                .at("/records")
                .asLong();
    }
}
