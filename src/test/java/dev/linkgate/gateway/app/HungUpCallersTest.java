package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A request that waits for a place at Atlas, or for the end of a pause, ends when its caller hangs up, long before its
 * deadline.
 */
@Tag("harness")
class HungUpCallersTest {

    private static final Gateway GATEWAY =
            Gateway.start("linkgate.atlas.team-connections=1", "linkgate.atlas.deadline=10m");

    private final Gateway gateway = GATEWAY;
    private final Scene scene = Scene.in(gateway);
    private final Caller editor = scene.editor();

    @AfterAll
    static void close() {
        GATEWAY.atlas().close(); // ends the requests that Atlas does not answer
        GATEWAY.close();
    }

    @Test
    void readThatWaitsForThePlaceOfAnotherRequest() throws IOException {
        String unanswered = takesThePlace();

        hangUpWhileWaiting("team", RawRequest.get(scene.linkPath()));
        hangUpWhileWaiting("team", RawRequest.of("DELETE", scene.endpoint(unanswered)));

        assertThat(Patience.until(
                        () -> gateway.administrator().get("/admin/audit?action=endpoint.remove&limit=1"),
                        records -> records.text("/results/0/phase").equals("OUTCOME")))
                .as("nothing was sent")
                .has("/results/0/result", "REFUSED")
                .has("/results/0/attempts", 0);
    }

    /** The endpoints are read by other threads than the request's own; whichever is read first gets no answer. */
    @Test
    void listWhoseReadsWaitForEachOther() throws IOException {
        assertThat(editor.get(scene.linkPath())).isOk();
        for (int times = 8; times <= 9; times++) {
            String endpoint = MagicEndpoint.DEAD.onReading(times);
            gateway.atlas().addEndpoint(scene.project(), scene.link(), endpoint, EndpointStatus.AVAILABLE);
        }

        hangUpWhileWaiting("team", RawRequest.get(scene.endpoints()));
    }

    @Test
    void readAndWriteThatSitOutTheLimitOfAtlas() throws IOException {
        gateway.atlas().faults().next("GET", scene.project().value(), Fault.rateLimited(Duration.ofMinutes(5)));

        hangUpWhileWaiting("backoff", RawRequest.get(scene.linkPath()));
        hangUpWhileWaiting("retry-after", RawRequest.of("DELETE", scene.endpoint(unanswered())));
    }

    private static String unanswered() {
        return MagicEndpoint.DEAD.onReading(0);
    }

    /** Sends a request that Atlas does not answer, so that the team's one place is taken. */
    private String takesThePlace() {
        String endpoint = unanswered();
        gateway.atlas().addEndpoint(scene.project(), scene.link(), endpoint, EndpointStatus.AVAILABLE);
        assertThat(editor.get(scene.linkPath())).isOk();
        long before = gateway.atlas().log().requests();
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> editor.get(scene.endpoint(endpoint)), Thread.ofPlatform()::start);
        Patience.until(() -> !scene.requestsSince(before).isEmpty() || answer.isDone());
        return endpoint;
    }

    private void hangUpWhileWaiting(String reason, RawRequest request) throws IOException {
        try (RawConnection connection =
                new RawConnection(RawConnection.LOOPBACK, gateway.url().getPort())) {
            connection.say(request.with("Authorization: " + editor.headers().get("Authorization"))
                    .bytes());
            Patience.until(() -> waiting(reason), waiting -> waiting == 1);
        }
        Patience.until(() -> waiting(reason), waiting -> waiting == 0);
    }

    private double waiting(String reason) {
        return gateway.metric("linkgate_atlas_waiters", "for=\"" + reason + "\"");
    }
}
