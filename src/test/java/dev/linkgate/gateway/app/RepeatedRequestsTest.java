package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static dev.linkgate.gateway.app.Keyed.REPLAYED;
import static dev.linkgate.gateway.app.Keyed.assertReplayed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.platform.replica.TestReplicas;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request with an idempotency key is done once, despite any repetitions and failures. {@code ThreeReplicasTest} has
 * the repetitions over replicas on PostgreSQL, and {@code IdempotencyKeysTest} the statements on each database.
 */
@AloneWithoutRetries
class RepeatedRequestsTest {

    private final Keyed keyed = Keyed.on(TestDatabase.usual());
    private final Gateway gateway = keyed.gateway();
    private final Caller administrator = gateway.administrator();
    private final Scene scene = keyed.scene();
    private final NewTeam team = keyed.team();
    private final String id = keyed.endpoint();

    @Test
    void repetitionOfARunningRequestIsRefused() {
        Caller patient = keyed.caller().with("Prefer", "wait=50");
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> keyed.send(patient), Thread.ofPlatform()::start);
        Patience.until(keyed::additionsSent, sent -> sent == 1);

        assertThat(keyed.send())
                .isProblem("idempotency-in-progress")
                .has("/retryable", true)
                .hasHeader("Retry-After", "1");
        assertThat(keyed.send(patient)).isProblem("idempotency-in-progress");
        assertThat(keyed.sendAnother()).isProblem("idempotency-key-reused");

        keyed.settles();
        assertThat(first.join()).hasStatus(201).has("/connectionStatus", "AVAILABLE");
        Answer again = keyed.send();
        assertReplayed(again, first.join());
        assertThat(again).hasHeader("Preference-Applied", "wait=50");
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    @Test
    void heartbeatKeepsTheKeyOfARunningRequest() {
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(
                () -> keyed.send(keyed.caller().with("Prefer", "wait=50")), Thread.ofPlatform()::start);
        Patience.until(keyed::additionsSent, sent -> sent == 1);
        gateway.database()
                .sql("UPDATE idempotency_claim SET lease_until = 1 WHERE status IS NULL")
                .update();

        TestReplicas.sendHeartbeat(gateway.context());

        assertThat(keyed.send()).isProblem("idempotency-in-progress");
        keyed.settles();
        assertThat(first.join()).hasStatus(201);
    }

    @Tag("harness")
    @ParameterizedTest
    @EnumSource
    void anAnswerOutlivesTheProcess(TestDatabase database) {
        try (Gateway before = Gateway.start(database)) {
            Keyed there = Keyed.in(before);
            Answer first = there.send();
            before.context().close();

            try (Gateway after = before.another()) {
                Answer again = there.send(there.caller(after));
                assertReplayed(again, first);
                assertThat(again).hasStatus(201);
            }
        }
    }

    /** The process ended after Atlas had done the write, and before it got the answer. */
    @Test
    void crashedWriteIsReadBackAndNotRepeated() {
        keyed.send();
        isLeftByACrash();

        Answer again = keyed.send();

        assertThat(again)
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .hasNoHeader(REPLAYED)
                .has("/interfaceEndpointId", id);
        assertThat(keyed.additionsSent()).isEqualTo(1);
        assertThat(administrator.get("/admin/audit?action=endpoint.add&limit=2&team=" + team.name()))
                .results("phase")
                .containsExactly("OUTCOME", "INTENT");
        assertReplayed(keyed.send(), again);
    }

    /**
     * The replica that had the answer was cut off from the database, and the endpoint was removed through another one.
     */
    @Test
    void whatWasAddedAndRemovedSinceIsNotAddedAgain() {
        assertThat(keyed.send()).hasStatus(201);
        isLeftByACrash();
        assertThat(team.caller().delete(scene.endpoint(id) + "?allowLinkRemoval=true"))
                .hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(1));

        Answer again = keyed.send();

        assertThat(again).isProblem("already-carried-out").has("/retryable", false);
        assertReplayed(keyed.send(), again);
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    @Test
    void writePreventedByACrashIsDone() {
        gateway.atlas().faults().next("POST", scene.project().value(), Fault.reset());
        assertThat(keyed.send()).isProblem("outcome-unknown");
        isLeftByACrash();

        assertThat(keyed.send()).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(keyed.writesDone()).isEqualTo(1);
    }

    @Test
    void unknownOutcomeIsReadBack() {
        Answer unknown = keyed.isDoneWithoutAnybodyKnowing();

        Answer again = keyed.send();

        assertThat(unknown).isProblem("outcome-unknown");
        assertThat(again).hasStatus(201).hasNoHeader(REPLAYED).has("/interfaceEndpointId", id);
        assertThat(keyed.additionsSent()).isEqualTo(1);
        assertReplayed(keyed.send(), again);
    }

    /** Without a key, the caller has to read. */
    @Test
    void withoutAKeyTheRepetitionIsRefused() {
        keyed.isDoneWithoutAnybodyKnowing();
        assertThat(keyed.send(team.caller())).isProblem("endpoint-exists");
    }

    @Tag("harness")
    @Test
    void failedSecondTryKeepsTheOpenEnd() {
        keyed.isDoneWithoutAnybodyKnowing();

        gateway.atlas().faults().always("GET", id, Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));
        assertThat(keyed.send()).isProblem("outcome-unknown");
        gateway.atlas().faults().clear();
        keyed.whileTableIsGone("audit_record", () -> {
            assertThat(keyed.send()).isProblem("audit-unavailable");
        });
        assertThat(keyed.sendAnother()).isProblem("idempotency-key-reused");

        assertThat(keyed.send()).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    static Stream<MagicEndpoint> passingTroubles() {
        return Stream.of(
                MagicEndpoint.RATE_LIMITED,
                MagicEndpoint.UNAVAILABLE,
                MagicEndpoint.BAD_GATEWAY,
                MagicEndpoint.MAINTENANCE,
                MagicEndpoint.USER_UNAUTHORIZED,
                MagicEndpoint.OFF);
    }

    @ParameterizedTest
    @MethodSource("passingTroubles")
    void retryableAnswerIsNotKept(MagicEndpoint trouble) {
        String magic = trouble.onAdding(1).replaceFirst("0000(.{8})", "0000" + Gateway.unused(8));
        assertThat(keyed.caller().post(scene.endpoints(), Scene.body(magic)))
                .extractingStatus()
                .isGreaterThanOrEqualTo(429);

        assertThat(keyed.caller().post(scene.endpoints(), Scene.body(magic)))
                .hasStatus(201)
                .hasNoHeader(REPLAYED);
        assertThat(keyed.writesDone()).isEqualTo(1);
    }

    @Test
    void aLinkThatIsNotReadyMayBeLater() {
        gateway.atlas()
                .faults()
                .next(
                        "POST",
                        scene.project().value(),
                        Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "Not ready."));
        assertThat(keyed.send()).isProblem("link-not-ready");
        assertThat(keyed.send()).hasStatus(201);
    }

    @Tag("harness")
    @Test
    void withoutAStoredKeyNothingIsDone() {
        long before = gateway.atlas().log().requests();
        keyed.whileTableIsGone("idempotency_claim", () -> {
            assertThat(keyed.send()).isProblem("audit-unavailable");
            assertThat(scene.requestsSince(before)).isEmpty();
            assertThat(team.caller().get(scene.linkPath())).isOk();
        });
        assertThat(keyed.send()).hasStatus(201);
    }

    /** As with the outcome's record: a completed write stands, and a repetition finds it. */
    @Tag("harness")
    @Test
    void writeStandsIfItsAnswerCannotBeStored() {
        Caller patient = keyed.caller().with("Prefer", "wait=50");
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> keyed.send(patient), Thread.ofPlatform()::start);
        Patience.until(keyed::additionsSent, sent -> sent == 1);

        keyed.whileTableIsGone("idempotency_claim", () -> {
            keyed.settles();
            assertThat(first.join()).hasStatus(201);
        });
        gateway.database()
                .sql("UPDATE idempotency_claim SET lease_until = 1 WHERE status IS NULL")
                .update();

        assertThat(keyed.send()).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    @Test
    void disconnectedCallerGetsTheAnswerLater() throws IOException {
        String body = Scene.body(id);
        String request = "POST " + scene.endpoints() + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + team.key()
                + "\r\nIdempotency-Key: " + keyed.key() + "\r\nPrefer: wait=50\r\nContent-Type: application/json"
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (java.net.Socket socket =
                new java.net.Socket(gateway.url().getHost(), gateway.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            Patience.until(keyed::additionsSent, sent -> sent == 1);
            socket.setSoLinger(true, 0);
        }
        keyed.settles();

        Answer answer = Patience.until(keyed::send, asked -> asked.status() != 409);

        assertThat(answer).hasStatus(201).hasHeader(REPLAYED, "true").has("/connectionStatus", "AVAILABLE");
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    /** As the row looks when its process is gone. */
    private void isLeftByACrash() {
        int rows = gateway.database()
                .sql("UPDATE idempotency_claim SET lease_until = 1, action = NULL, interface_endpoint_id = NULL,"
                        + " status = NULL, problem = NULL, headers = NULL, body = NULL"
                        + " WHERE expires_at = (SELECT max(expires_at) FROM idempotency_claim)")
                .update();
        assertThat(rows).isEqualTo(1);
    }
}
