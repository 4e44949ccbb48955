package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The caller's answer when Atlas refuses, fails or sends invalid answers; no write is done twice.
 * {@code FaultTableTest} has the answers that ask for a pause, which takes no time there.
 */
class AtlasTroubleTest {

    /** It tries again soon, and only once: all tests together leave most of its budget for that. */
    private static final Gateway GATEWAY = Gateway.start(
            "linkgate.atlas.retries.max-tries=2",
            "linkgate.atlas.retries.first-pause=10ms",
            "linkgate.atlas.breaker.failure-rate=100");

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller editor = scene.editor();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @AfterEach
    void allIsWellAgain() {
        GATEWAY.atlas().faults().clear();
        GATEWAY.atlas().faultsBeforeAuthentication().clear();
        assertThat(editor.get(scene.linkPath()))
                .as("the trouble has not spread")
                .isOk();
    }

    @Test
    void rejectedFieldsReachTheCaller() {
        GATEWAY.atlas().faults().next("POST", scene.project().value(), Fault.answer(400, JSON, """
                        {"error":400,"errorCode":"VALIDATION_ERROR","detail":"Validation error.",
                         "badRequestDetail":{"fields":[{"field":"id","description":"must be an id"}]}}"""));

        assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("atlas-rejected-request")
                .has("/atlas/errorCode", "VALIDATION_ERROR")
                .has("/atlas/fields/0/field", "id")
                .has("/atlas/fields/0/description", "must be an id");
    }

    @ParameterizedTest
    @CsvSource({"USER_UNAUTHORIZED, atlas-credential-rejected", "ACCESS_LIST, atlas-access-list"})
    void aRefusalOfTheGatewaySaysWhoMustAct(MagicEndpoint magic, String code) {
        String id = magic.onReading(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.AVAILABLE);

        Answer answer = editor.get(scene.endpoint(id));

        assertThat(answer).isProblem(code);
        assertThat(answer.text("/detail")).endsWith("the platform team must act.");
    }

    @Test
    void aProjectWithoutACredential() {
        Caller administrator = GATEWAY.administrator();
        assertThat(administrator.delete("/admin/credentials/default")).hasStatus(204);
        try {
            assertThat(editor.get(scene.linkPath())).isProblem("no-credential");
            assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                    .isProblem("no-credential");
        } finally {
            administrator.put("/admin/credentials/default", """
                    {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(Gateway.PUBLIC_KEY, Gateway.PRIVATE_KEY));
        }
        assertThat(editor.get(scene.linkPath())).isOk();
    }
}
