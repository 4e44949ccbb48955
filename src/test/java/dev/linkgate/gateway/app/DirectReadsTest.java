package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reads that bypass Spring's dispatcher give the same answers as through it. */
class DirectReadsTest {

    /** Means JSON, in a way that only the dispatcher understands. */
    private static final String ACCEPT_OF_THE_DISPATCHER = "text/html;q=0.1, application/*";

    private static final Set<String> DIFFERENT_EACH_TIME =
            Set.of("x-request-id", "audit-receipt", "date", "content-length", "transfer-encoding");

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
    private final Caller viewer = scene.viewer();

    @Test
    void bothWaysAnswerAlike() {
        List<String> paths = List.of(
                scene.linkPath(),
                scene.endpoint(id),
                scene.endpoint(id) + "?pretty=true&envelope=true",
                scene.endpoint(Scene.newEndpoint()),
                scene.links() + "/" + Scene.newLink());
        List<Caller> callers = List.of(
                viewer,
                viewer.with("Cache-Control", "no-cache"),
                viewer.with("Prefer", "wait=1"),
                NewTeam.in(gateway).caller(),
                gateway.anonymous());
        for (String path : paths) {
            for (Caller caller : callers) {
                Answer direct = caller.get(path);
                Answer dispatched =
                        caller.with("Accept", ACCEPT_OF_THE_DISPATCHER).get(path);

                assertThat(direct).hasStatus(dispatched.status());
                assertThat(body(direct)).isEqualTo(body(dispatched));
                assertThat(headers(direct)).isEqualTo(headers(dispatched));
            }
        }
    }

    @Test
    void directAnswerHasItsLength() {
        assertThat(viewer.get(scene.endpoint(id)))
                .isOk()
                .hasHeader("Content-Type", "application/json")
                .header("Content-Length")
                .matches("[0-9]+");
    }

    @Test
    void otherRequestsReachTheDispatcher() {
        String tag = viewer.get(scene.endpoint(id)).header("ETag");

        assertThat(viewer.with("If-None-Match", tag).get(scene.endpoint(id))).hasStatus(304);
        assertThat(viewer.with("Accept", "text/html").get(scene.endpoint(id))).isProblem("not-acceptable");
    }

    private static String body(Answer answer) {
        return answer.body().replaceAll("\"requestId\"\\s*:\\s*\"[^\"]*\"", "");
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers().map());
        headers.keySet().removeAll(DIFFERENT_EACH_TIME);
        return headers;
    }
}
