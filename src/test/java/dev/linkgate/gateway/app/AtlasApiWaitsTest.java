package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What Atlas's tools would take for the end of their wait is waited out for them, and answered at once to all others.
 * The waits are real.
 */
@Tag("harness")
class AtlasApiWaitsTest {

    private static final Gateway GATEWAY =
            Gateway.start("linkgate.atlas.retries.max-tries=1", "linkgate.atlas.breaker.open=2s");

    /** So many failures open the breaker of a project, and so many trials close it. */
    private static final int FAILURES = 20;

    private static final int TRIALS = 5;

    private static final Fault LIMITED = Fault.rateLimited(Duration.ofSeconds(1));

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller editor = scene.editor();
    private final Caller tool = editor.with("Accept", "application/vnd.atlas.2023-01-01+json");
    private final String project = scene.project().value();
    private final String service =
            "/api/atlas/v2/groups/" + project + "/privateEndpoint/AWS/endpointService/" + scene.link();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @AfterEach
    void clear() {
        GATEWAY.atlas().faults().clear();
    }

    @Test
    void theLimitOfAtlasForReads() {
        GATEWAY.atlas().faults().next("GET", project, LIMITED);
        assertThat(editor.get(scene.linkPath())).isProblem("rate-limited");

        GATEWAY.atlas().faults().next("GET", project, LIMITED, LIMITED);
        assertThat(tool.get(service)).isOk().has("/id", scene.link());
        assertThat(GATEWAY.atlas().faults().pending()).isZero();
    }

    @Test
    void theLimitOfAtlasForWrites() {
        GATEWAY.atlas().faults().next("POST", project, LIMITED);
        assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("rate-limited");

        GATEWAY.atlas().faults().next("POST", project, LIMITED, LIMITED);
        Answer added = tool.post(service + "/endpoint", "{\"id\":\"" + Scene.newEndpoint() + "\"}");

        assertThat(added).hasStatus(201);
        assertThat(GATEWAY.atlas().faults().pending()).isZero();
        assertHasOneIntentAndOneOutcome(added);
    }

    @Test
    void anOpenCircuitBreaker() {
        open();
        for (int i = 0; i < TRIALS; i++) {
            assertThat(tool.get(service)).isOk();
        }
        assertThat(editor.get(scene.linkPath())).as("it is closed again").isOk();
    }

    @Test
    void anOpenCircuitBreakerBeforeAWrite() {
        open();
        Answer added = tool.post(service + "/endpoint", "{\"id\":\"" + Scene.newEndpoint() + "\"}");

        assertThat(added).hasStatus(201);
        assertHasOneIntentAndOneOutcome(added);
    }

    /** Atlas works again, and the breaker does not know. */
    private void open() {
        GATEWAY.atlas().faults().always("GET", project, Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));
        for (int i = 0; i <= FAILURES; i++) {
            assertThat(editor.get(scene.linkPath())).isProblem("atlas-unavailable");
        }
        GATEWAY.atlas().faults().clear();
    }

    private static void assertHasOneIntentAndOneOutcome(Answer answer) {
        assertThat(GATEWAY.administrator().get("/admin/audit?requestId=" + answer.header("X-Request-Id")))
                .results("phase")
                .containsExactly("OUTCOME", "INTENT");
    }
}
