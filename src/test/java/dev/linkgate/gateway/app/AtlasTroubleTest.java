package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static dev.linkgate.gateway.app.AtlasTroubleTest.Effect.APPLIED_ONCE;
import static dev.linkgate.gateway.app.AtlasTroubleTest.Effect.NOT_APPLIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    enum Effect {
        NOT_APPLIED,
        APPLIED_ONCE
    }

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

    static Stream<Arguments> additions() {
        return Stream.of(
                Arguments.of(MagicEndpoint.USER_UNAUTHORIZED, "atlas-credential-rejected", 401, NOT_APPLIED),
                Arguments.of(MagicEndpoint.PAYMENT_REQUIRED, "atlas-rejected-request", 402, NOT_APPLIED),
                Arguments.of(MagicEndpoint.ACCESS_LIST, "atlas-access-list", 403, NOT_APPLIED),
                Arguments.of(MagicEndpoint.MAINTENANCE, "atlas-unavailable", 405, NOT_APPLIED),
                Arguments.of(MagicEndpoint.CONFLICT, "atlas-conflict", 409, NOT_APPLIED),
                Arguments.of(MagicEndpoint.RATE_LIMITED, "rate-limited", 429, NOT_APPLIED),
                Arguments.of(MagicEndpoint.OFF, "outcome-unknown", 0, NOT_APPLIED));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void additionThatAtlasRefuses(MagicEndpoint magic, String code, int atlasStatus, Effect effect) {
        Answer answer = editor.post(scene.endpoints(), Scene.body(magic.onAdding(0)));

        assertThat(answer).isProblem(code);
        if (atlasStatus == 0) {
            assertThat(answer).hasNo("/atlas");
        } else {
            assertThat(answer).has("/atlas/status", atlasStatus);
        }
        assertEffect("POST", effect);
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

    @Test
    void anAnswerOfAtlasWithoutFieldsHasNone() {
        GATEWAY.atlas().faults().next("POST", scene.project().value(), Fault.error(400, "INVALID_ATTRIBUTE", "No."));

        assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("atlas-rejected-request")
                .hasNo("/atlas/fields");
    }

    static Stream<MagicEndpoint> additionsThatAreDone() {
        return Stream.of(
                MagicEndpoint.RESET_AFTER,
                MagicEndpoint.ERROR_AFTER,
                MagicEndpoint.CUT_AFTER,
                MagicEndpoint.BROKEN_JSON,
                MagicEndpoint.ENDLESS);
    }

    /** Atlas did it and could not say so; the gateway looks. */
    @ParameterizedTest
    @MethodSource("additionsThatAreDone")
    void anAdditionWhoseAnswerIsLost(MagicEndpoint magic) {
        String id = magic.onAdding(0);

        assertThat(editor.post(scene.endpoints(), Scene.body(id)))
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .has("/interfaceEndpointId", id)
                .has("/connectionStatus", "PENDING_ACCEPTANCE");
        assertEffect("POST", APPLIED_ONCE);
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.rateLimited(Duration.ZERO),
                Fault.error(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "The system is being upgraded."));
    }

    /** An unapplied request is sent again, and the caller does not notice. */
    @ParameterizedTest
    @MethodSource("passing")
    void additionSucceedsAtTheSecondAttempt(Fault fault) {
        GATEWAY.atlas().faults().next("POST", scene.project().value(), fault);
        assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        assertEffect("POST", APPLIED_ONCE);
    }

    static Stream<Arguments> removals() {
        return Stream.of(
                Arguments.of(MagicEndpoint.USER_UNAUTHORIZED, "atlas-credential-rejected", NOT_APPLIED),
                Arguments.of(MagicEndpoint.ACCESS_LIST, "atlas-access-list", NOT_APPLIED),
                Arguments.of(MagicEndpoint.CONFLICT, "atlas-conflict", NOT_APPLIED),
                Arguments.of(MagicEndpoint.UNEXPECTED_ERROR, "atlas-unavailable", NOT_APPLIED),
                Arguments.of(MagicEndpoint.OFF, "outcome-unknown", NOT_APPLIED),
                Arguments.of(MagicEndpoint.RESET_AFTER, "", APPLIED_ONCE));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aRemoval(MagicEndpoint magic, String code, Effect effect) {
        String id = magic.onRemoving(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        Answer answer = editor.delete(scene.endpoint(id));

        if (code.isEmpty()) {
            assertThat(answer).hasStatus(202).has("/deleteRequested", true);
        } else {
            assertThat(answer).isProblem(code);
        }
        assertEffect("DELETE", effect);
    }

    static Stream<Arguments> readings() {
        return Stream.of(
                Arguments.of(MagicEndpoint.USER_UNAUTHORIZED, "atlas-credential-rejected"),
                Arguments.of(MagicEndpoint.PAYMENT_REQUIRED, "atlas-rejected-request"),
                Arguments.of(MagicEndpoint.ACCESS_LIST, "atlas-access-list"),
                Arguments.of(MagicEndpoint.CONFLICT, "atlas-conflict"),
                Arguments.of(MagicEndpoint.UNEXPECTED_ERROR, "atlas-unavailable"),
                Arguments.of(MagicEndpoint.OFF, "atlas-unavailable"),
                Arguments.of(MagicEndpoint.BROKEN_JSON, "atlas-error"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void aReading(MagicEndpoint magic, String code) {
        String id = magic.onReading(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.AVAILABLE);

        Answer answer = editor.get(scene.endpoint(id));

        assertThat(answer).isProblem(code);
        if (code.equals("atlas-credential-rejected") || code.equals("atlas-access-list")) {
            assertThat(answer.text("/detail")).endsWith("the platform team must act.");
        }
    }

    static Stream<MagicEndpoint> passingReadings() {
        return Stream.of(MagicEndpoint.RATE_LIMITED, MagicEndpoint.UNEXPECTED_ERROR, MagicEndpoint.OFF);
    }

    @ParameterizedTest
    @MethodSource("passingReadings")
    void readSucceedsAtTheSecondAttempt(MagicEndpoint magic) {
        String id = magic.onReading(1);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.AVAILABLE);
        assertThat(editor.get(scene.endpoint(id))).isOk().has("/connectionStatus", "AVAILABLE");
    }

    static Stream<Fault> oddAnswers() {
        return Stream.of(
                Fault.answer(418, Map.of(), "I'm a teapot"),
                Fault.answer(302, Map.of("Location", "http://127.0.0.1:1/elsewhere"), ""),
                Fault.answer(204, Map.of(), ""),
                Fault.answer(200, Map.of("Content-Type", "text/html"), "<html>Hello</html>"),
                Fault.answer(200, JSON, "{}"),
                Fault.answer(200, JSON, "nonsense"));
    }

    /** {@code FaultTableTest} has all others, with what each means for each operation. */
    @ParameterizedTest
    @MethodSource("oddAnswers")
    void unexpectedAnswer(Fault fault) {
        GATEWAY.atlas().faults().always("GET", scene.project().value(), fault);
        Answer answer = editor.get(scene.links());
        assertThat(answer).isProblem("atlas-error");
        assertThat(answer.everything()).doesNotContain("elsewhere", "html");
        assertThat(editor.get(scene.linkPath())).isProblem("atlas-error");
    }

    /** The project is a separate one, because Atlas's pause for one caller holds for all callers of the project. */
    @Test
    void retryAfterReachesTheCaller() {
        Scene limited = Scene.in(GATEWAY);
        GATEWAY.atlas().faults().next("GET", limited.project().value(), Fault.rateLimited(Duration.ofSeconds(55)));

        assertThat(limited.editor().get(limited.linkPath()))
                .isProblem("rate-limited")
                .hasHeader("Retry-After", "55");
        assertThat(limited.viewer().get(limited.linkPath())).isProblem("rate-limited");
    }

    @Test
    void anAtlasThatIsGone() {
        String id = Scene.newEndpoint();
        GATEWAY.atlas().close();
        try {
            assertThat(editor.get(scene.linkPath())).isProblem("atlas-unavailable");
            assertThat(editor.post(scene.endpoints(), Scene.body(id))).isProblem("atlas-unavailable");
        } finally {
            GATEWAY.atlas().start();
        }
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        assertEffect("POST", APPLIED_ONCE);
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

    private void assertEffect(String method, Effect effect) {
        assertThat(scene.writes())
                .filteredOn(write -> write.method().equals(method))
                .hasSize(effect == APPLIED_ONCE ? 1 : 0);
    }
}
