package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static dev.linkgate.gateway.app.Keyed.HEADER;
import static dev.linkgate.gateway.app.Keyed.REPLAYED;
import static dev.linkgate.gateway.app.Keyed.assertReplayed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key}, on each database: the meaning of a key, and its answers. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@AloneWithoutRetries
class IdempotencyTest {

    private final Keyed keyed;
    private final Gateway gateway;
    private final Caller administrator;
    private final Scene scene;
    private final NewTeam team;
    private final String id;

    IdempotencyTest(TestDatabase database) {
        this.keyed = Keyed.on(database);
        this.gateway = keyed.gateway();
        this.administrator = gateway.administrator();
        this.scene = keyed.scene();
        this.team = keyed.team();
        this.id = keyed.endpoint();
    }

    @Test
    void repeatedRequestGetsTheFirstAnswer() {
        Answer first = keyed.send();
        assertThat(first).hasStatus(201).hasNoHeader(REPLAYED);

        for (int i = 0; i < 3; i++) {
            Answer again = keyed.send();
            assertReplayed(again, first);
            assertThat(again).hasStatus(201).hasHeader("Location", scene.endpoint(id));
            assertThat(again.header("ETag")).isNotEmpty();
            assertThat(again.header("Audit-Receipt")).isNotEmpty();
        }
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    @Test
    void replayIgnoresLaterChanges() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer first = keyed.send();
        team.caller().delete(scene.endpoint(id));
        gateway.atlasClock().advance(Duration.ofMinutes(5));
        assertThat(team.caller().get(scene.endpoint(id))).isProblem("endpoint-not-found");

        assertReplayed(keyed.send(), first);
    }

    @Test
    void lastingRefusalIsReplayed() {
        String there = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer first = keyed.caller().post(scene.endpoints(), Scene.body(there));
        assertThat(first).isProblem("endpoint-exists");
        team.caller().delete(scene.endpoint(there));
        gateway.atlasClock().advance(Duration.ofMinutes(5));

        Answer again = keyed.caller().post(scene.endpoints(), Scene.body(there));

        assertReplayed(again, first);
        assertThat(again).isProblem("endpoint-exists").hasHeader("Cache-Control", "no-store");
        assertThat(again.text("/requestId"))
                .as("the request that Atlas refused")
                .isEqualTo(first.header("X-Request-Id"));
    }

    @Test
    void aKeyInQuotesIsTheSameKey() {
        Answer first = keyed.send();
        assertReplayed(keyed.send(team.caller().with(HEADER, "\"" + keyed.key() + "\"")), first);
    }

    @Test
    void aKeyIsForOneRequestOnly() {
        Answer first = keyed.send();

        Answer other = keyed.sendAnother();

        assertThat(other).isProblem("idempotency-key-reused").has("/retryable", false);
        assertThat(keyed.caller().post(scene.endpoints(), Scene.body(id) + " ")).isProblem("idempotency-key-reused");
        assertThat(administrator.get("/admin/audit?limit=1&team=" + team.name()))
                .as("a refused write is on record")
                .has("/results/0/code", "idempotency-key-reused");
        assertReplayed(keyed.send(), first);
        assertThat(keyed.additionsSent()).isEqualTo(1);
    }

    @Test
    void keyIsScopedToCallerAndLink() {
        LinkId otherLink = scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        keyed.send();

        assertThat(keyed.send(scene.editor().with(HEADER, keyed.key())))
                .isProblem("endpoint-exists")
                .hasNoHeader(REPLAYED);
        assertThat(keyed.send(administrator.with(HEADER, keyed.key())))
                .isProblem("endpoint-exists")
                .hasNoHeader(REPLAYED);
        assertThat(keyed.caller().post(scene.links() + "/" + otherLink + "/endpoints", Scene.body(Scene.newEndpoint())))
                .hasStatus(201)
                .hasNoHeader(REPLAYED);
    }

    @Test
    void allKeysOfATeamAreOneCaller() {
        Answer first = keyed.send();
        Answer made = administrator.post(team.path() + "/keys", "{\"label\":\"new\"}");
        administrator.delete(team.path() + "/keys/" + team.keyId());

        assertThat(keyed.send()).isProblem("unauthenticated");
        Caller renewed = gateway.as(made.text("/key")).with(HEADER, keyed.key());
        assertReplayed(keyed.send(renewed), first);
    }

    @Test
    void replayNeedsTheRole() {
        keyed.send();
        administrator.delete(team.path() + "/grants/" + scene.project());

        assertThat(keyed.send()).isProblem("forbidden").hasNoHeader(REPLAYED);
    }

    @Test
    void prettyAndEnvelopeDoNotChangeTheRequest() {
        Answer first = keyed.send();

        Answer pretty = keyed.caller().post(scene.endpoints() + "?pretty=true", Scene.body(id));
        Answer wrapped = keyed.caller().post(scene.endpoints() + "?envelope=true&pretty=true", Scene.body(id));

        assertThat(pretty).hasStatus(201).hasHeader(REPLAYED, "true");
        assertThat(pretty.body()).contains("\n");
        assertThat(pretty.json()).isEqualTo(first.json());
        assertThat(wrapped).hasStatus(201).hasHeader(REPLAYED, "true").has("/status", 201);
        assertThat(wrapped.json().at("/content")).isEqualTo(first.json());
        assertReplayed(keyed.send(), first);
    }

    @Tag("harness")
    @Test
    void unstartedRequestUsesUpNoKey() {
        long before = keyed.keysHeld();
        assertThat(keyed.caller().post(scene.endpoints(), "{}")).isInvalidIn("interfaceEndpointId");
        assertThat(keyed.caller().post(scene.endpoints(), "{\"interfaceEndpointId\":"))
                .isInvalidIn("body");
        assertThat(keyed.caller().with("Content-Type", "text/plain").post(scene.endpoints(), "hello"))
                .isProblem("unsupported-media-type");
        assertThat(keyed.caller().post(scene.endpoints(), "x".repeat(64 * 1024 + 1)))
                .isProblem("body-too-large");
        keyed.whileTableIsGone("audit_record", () -> {
            assertThat(keyed.send()).isProblem("audit-unavailable");
        });
        Patience.until(() -> keyed.keysHeld() == before);

        assertThat(keyed.send()).hasStatus(201).hasNoHeader(REPLAYED);
    }

    @Tag("harness")
    @Test
    void replayIsRecordedWithoutAttempts() {
        keyed.send();

        Answer again = keyed.send(keyed.caller().with("X-Request-Id", "again-" + keyed.key()));

        assertThat(again).hasHeader("X-Request-Id", "again-" + keyed.key());
        assertThat(administrator.get("/admin/audit?limit=1&team=" + team.name()))
                .has("/results/0/requestId", "again-" + keyed.key())
                .has("/results/0/phase", "EVENT")
                .has("/results/0/action", "endpoint.add")
                .has("/results/0/projectId", scene.project())
                .has("/results/0/linkId", scene.link())
                .has("/results/0/interfaceEndpointId", id)
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/status", 201)
                .has("/results/0/attempts", 0);
        keyed.whileTableIsGone("audit_record", () -> {
            assertThat(keyed.send()).isProblem("audit-unavailable");
        });
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        keyed.send();
        gateway.database()
                .sql("UPDATE idempotency_claim SET expires_at = expires_at - 86400000000"
                        + " WHERE interface_endpoint_id = ?")
                .param(id)
                .update();

        assertThat(keyed.sendAnother()).hasStatus(201).hasNoHeader(REPLAYED);
    }

    @Test
    void theAdministratorsAnswersAreNotKept() {
        long before = keyed.keysHeld();
        Caller twice = administrator.with(HEADER, keyed.key());
        Answer one = twice.post(team.path() + "/keys", "{\"label\":\"ci\"}");
        Answer two = twice.post(team.path() + "/keys", "{\"label\":\"ci\"}");

        assertThat(one).hasStatus(201);
        assertThat(two).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(two.text("/key")).isNotEqualTo(one.text("/key"));
        assertThat(keyed.keysHeld()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"\"", "caf\u00e9"})
    void aKeyThatIsNoneIsRefused(String noKey) {
        assertThat(sayWith("Idempotency-Key: " + noKey + "\n")).isInvalidIn(HEADER);
    }

    @Test
    void twoKeysAreRefused() {
        assertThat(sayWith("Idempotency-Key: a\nIdempotency-Key: a\n")).isInvalidIn(HEADER);
        assertThat(keyed.send(keyed.caller().with(HEADER, "a".repeat(256)))).isInvalidIn(HEADER);
        assertThat(keyed.send(keyed.caller().with(HEADER, "a".repeat(255)))).hasStatus(201);
    }

    @Test
    void otherMethodsIgnoreTheKey() {
        assertThat(keyed.caller().with(HEADER, "no key").get(scene.linkPath())).isOk();
        assertThat(keyed.caller().send("PATCH", scene.endpoints(), BodyPublishers.noBody()))
                .isProblem("method-not-allowed");
        assertThat(team.caller().with(HEADER, "no key").post("/projects/" + scene.project(), "{}"))
                .isProblem("not-found");
        assertThat(gateway.anonymous().with(HEADER, "no key").post(scene.endpoints(), "{}"))
                .isProblem("unauthenticated");
    }

    @Test
    void metricsCountKeyResults() {
        keyed.send();
        keyed.send();
        keyed.sendAnother();

        for (String result : List.of("first", "replayed", "reused")) {
            assertThat(gateway.metric("linkgate_idempotency_keys_total", "result=\"" + result + "\""))
                    .as(result)
                    .isPositive();
        }
    }

    private Answer sayWith(String fields) {
        return Socket.say(
                gateway,
                "POST " + scene.endpoints() + " HTTP/1.1\nHost: a\nAuthorization: Bearer " + team.key() + "\n" + fields
                        + "Content-Type: application/json\nContent-Length: 2\nConnection: close\n\n{}");
    }
}
