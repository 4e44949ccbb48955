package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.JsonNode;

/** A failed call is found from its request id: in the log, as text and as JSON, and on the trail. */
@CapturesOutput
class FailedCallsTest {

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final Caller viewer = scene.viewer();

    @Test
    void theLineHasIdTeamProblemAndDuration(CapturedOutput output) {
        Answer failed = viewer.post(scene.endpoints(), "{}");

        assertThat(failed).isProblem("forbidden");
        assertThat(lines(output, failed))
                .singleElement()
                .asString()
                .matches(".* INFO .*dev\\.linkgate\\.requests +: POST " + scene.endpoints()
                        + " 403 forbidden by team [a-z0-9-]+ in \\d+ ms");
    }

    @Test
    void theLineHasThemInJson() {
        try (EcsLog log = new EcsLog("dev.linkgate.requests")) {
            Answer failed = viewer.post(scene.endpoints(), "{}");

            assertThat(ofRequest(log, failed)).singleElement().satisfies(line -> {
                assertThat(line.at("/error/code").asString()).isEqualTo("forbidden");
                assertThat(line.at("/user/name").asString()).isNotBlank();
                assertThat(line.at("/event/duration").asLong()).isPositive();
                assertThat(line.at("/http/response/status_code").asInt()).isEqualTo(403);
                assertThat(line.at("/message").asString())
                        .startsWith("POST " + scene.endpoints() + " 403 forbidden by team ");
            });
        }
    }

    /** Lines of other parts of the gateway, while they work for the request. */
    @Test
    void allLinesOfARequestHaveItsId(CapturedOutput output) {
        String name = "key-" + Gateway.unused(6);
        Answer put = gateway.administrator().put("/admin/credentials/" + name + "?verify=false", """
                        {"kind":"digest","publicKey":"unknown","privateKey":"00000000-0000-4000-8000-000000000000"}""");
        assertThat(put).hasStatus(201);
        Answer verified = gateway.administrator()
                .post("/admin/credentials/" + name + "/verification", """
                        {"projectId":"%s"}""".formatted(scene.project()));

        assertThat(verified).isOk().has("/ok", false);
        assertThat(lines(output, verified))
                .anySatisfy(line ->
                        assertThat(line).contains("CredentialVault", "Credential " + name + " version 1 is SUSPECT"));
    }

    private static List<String> lines(CapturedOutput output, Answer answer) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("[" + answer.header("X-Request-Id") + "] "))
                .toList();
    }

    private static List<JsonNode> ofRequest(EcsLog log, Answer answer) {
        return log.lines().stream()
                .filter(line -> line.at("/http/request/id").asString("").equals(answer.header("X-Request-Id")))
                .toList();
    }
}
