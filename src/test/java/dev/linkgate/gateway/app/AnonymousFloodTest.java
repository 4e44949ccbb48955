package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linkgate.Patience;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An unknown caller requests a foreign project as fast as possible. */
@Tag("harness")
class AnonymousFloodTest {

    private static final int OWN = 5;
    private static final int ALL = 200;
    private static final int LONGEST_LINE = 300;

    @Test
    void floodLeavesFewRecordsAndOneCount() {
        try (Gateway gateway = Gateway.start("linkgate.audit.anonymous-per-minute=" + OWN)) {
            Scene scene = Scene.in(gateway);
            List<String> lines = flood(gateway, scene);

            assertThat(lines).hasSize(OWN).allMatch(line -> line.length() < LONGEST_LINE);
            String refusals = "/admin/audit?result=REFUSED&projectId=" + scene.project();
            assertThat(Patience.until(
                            () -> gateway.administrator().get(refusals),
                            trail -> trail.json().at("/totalCount").asInt() >= OWN))
                    .has("/totalCount", OWN)
                    .results("attempted")
                    .containsOnly("GET /projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}");
            assertThat(scene.viewer().get("/projects/" + scene.project() + "/audit?action=request.refused"))
                    .results("action")
                    .isEmpty();

            gateway.context().close();
            try (Gateway restarted = gateway.another()) {
                Answer after = restarted.administrator().get(refusals);
                assertThat(after)
                        .has("/totalCount", OWN + 1)
                        .has("/results/0/count", ALL - OWN)
                        .has("/results/0/actor/kind", "anonymous")
                        .has("/results/0/remoteAddress", "127.0.0.1")
                        .has("/results/0/code", "unauthenticated");
                assertThat(after.body()).doesNotContain("xxx");
                assertThat(restarted.administrator().post("/admin/audit/verification", ""))
                        .has("/valid", true);
            }
        }
    }

    /** @return its lines in the log */
    private static List<String> flood(Gateway gateway, Scene scene) {
        Logger requests = (Logger) LoggerFactory.getLogger("dev.linkgate.requests");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        requests.addAppender(log);
        try {
            for (int i = 0; i < ALL; i++) {
                assertThat(gateway.anonymous().get(scene.endpoint("x".repeat(4_000))))
                        .isProblem("unauthenticated")
                        .hasNoHeader("Audit-Receipt");
            }
        } finally {
            requests.detachAppender(log);
        }
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(scene.project().value()))
                .toList();
    }
}
