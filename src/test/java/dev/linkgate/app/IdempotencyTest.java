package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.EndpointStatus;
import dev.linkgate.sandbox.Fault;
import dev.linkgate.sandbox.LinkStatus;
import dev.linkgate.sandbox.MagicEndpoint;
import dev.linkgate.store.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key}, on each database: a request that is sent again is done once and answered the same. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class IdempotencyTest {

    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Map<TestDatabase, Gateway> GATEWAYS = new EnumMap<>(TestDatabase.class);

    private final TestDatabase database;
    private final Gateway gateway;
    private final Caller administrator;
    private final Scene scene;
    private final NewTeam team;
    private final String key = "key-" + Gateway.unused(8);
    private final String id = Scene.newEndpoint();
    private final Caller keyed;

    /** Each request goes to Atlas once, so that one fault is enough to make it fail. */
    IdempotencyTest(TestDatabase database) {
        this.database = database;
        this.gateway = GATEWAYS.computeIfAbsent(
                database,
                absent -> Gateway.start(
                        absent, "linkgate.atlas.retries.max-tries=1", "linkgate.endpoints.poll-interval=300ms"));
        this.administrator = gateway.administrator();
        this.scene = Scene.in(gateway);
        this.team = NewTeam.in(gateway).may("editor", scene.project());
        this.keyed = team.caller().with(HEADER, key);
    }

    @AfterAll
    static void close() {
        GATEWAYS.values().forEach(Gateway::close);
    }

    @Test
    void aRequestThatIsSentAgainGetsTheFirstAnswerAndIsDoneOnce() {
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));
        assertThat(first).hasStatus(201).hasNoHeader(REPLAYED);

        for (int i = 0; i < 3; i++) {
            Answer again = keyed.post(scene.endpoints(), Scene.body(id));
            assertReplayed(again, first);
            assertThat(again).hasStatus(201).hasHeader("Location", scene.endpoint(id));
            assertThat(again.header("ETag")).isNotEmpty();
            assertThat(again.header("Audit-Receipt")).isNotEmpty();
        }
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void theAnswerIsTheFirstOneWhateverHasHappenedSince() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));
        team.caller().delete(scene.endpoint(id));
        gateway.atlasClock().advance(Duration.ofMinutes(5));
        assertThat(team.caller().get(scene.endpoint(id))).isProblem("endpoint-not-found");

        assertReplayed(keyed.post(scene.endpoints(), Scene.body(id)), first);
    }

    @Test
    void aRefusalThatStandsIsGivenAgain() {
        String there = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer first = keyed.post(scene.endpoints(), Scene.body(there));
        assertThat(first).isProblem("endpoint-exists");
        team.caller().delete(scene.endpoint(there));
        gateway.atlasClock().advance(Duration.ofMinutes(5));

        Answer again = keyed.post(scene.endpoints(), Scene.body(there));

        assertReplayed(again, first);
        assertThat(again).isProblem("endpoint-exists").hasHeader("Cache-Control", "no-store");
        assertThat(again.text("/requestId"))
                .as("the request that Atlas refused")
                .isEqualTo(first.header("X-Request-Id"));
    }

    @Test
    void aKeyInQuotesIsTheSameKey() {
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));
        assertReplayed(team.caller().with(HEADER, "\"" + key + "\"").post(scene.endpoints(), Scene.body(id)), first);
    }

    @Test
    void aKeyIsForOneRequestOnly() {
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));

        Answer other = keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));

        assertThat(other).isProblem("idempotency-key-reused").has("/retryable", false);
        assertThat(keyed.post(scene.endpoints(), Scene.body(id) + " ")).isProblem("idempotency-key-reused");
        assertThat(administrator.get("/admin/audit?limit=1&team=" + team.name()))
                .as("a refused write is on record")
                .has("/results/0/code", "idempotency-key-reused");
        assertReplayed(keyed.post(scene.endpoints(), Scene.body(id)), first);
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void aKeyMeansNothingToAnotherCallerOrOnAnotherLink() {
        LinkId otherLink = scene.hasLink("EU_WEST_1", LinkStatus.AVAILABLE);
        keyed.post(scene.endpoints(), Scene.body(id));

        assertThat(scene.editor().with(HEADER, key).post(scene.endpoints(), Scene.body(id)))
                .isProblem("endpoint-exists")
                .hasNoHeader(REPLAYED);
        assertThat(administrator.with(HEADER, key).post(scene.endpoints(), Scene.body(id)))
                .isProblem("endpoint-exists")
                .hasNoHeader(REPLAYED);
        assertThat(keyed.post(scene.links() + "/" + otherLink + "/endpoints", Scene.body(Scene.newEndpoint())))
                .hasStatus(201)
                .hasNoHeader(REPLAYED);
    }

    @Test
    void aTeamIsOneCallerWhicheverOfItsApiKeysItShows() {
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));
        Answer made = administrator.post(team.path() + "/keys", "{\"label\":\"new\"}");
        administrator.delete(team.path() + "/keys/" + team.keyId());

        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("unauthenticated");
        Caller renewed = gateway.as(made.text("/key")).with(HEADER, key);
        assertReplayed(renewed.post(scene.endpoints(), Scene.body(id)), first);
    }

    @Test
    void whoMayNotAskAnyMoreGetsNoAnswerOfBefore() {
        keyed.post(scene.endpoints(), Scene.body(id));
        administrator.delete(team.path() + "/grants/" + scene.project());

        assertThat(keyed.post(scene.endpoints(), Scene.body(id)))
                .isProblem("forbidden")
                .hasNoHeader(REPLAYED);
    }

    @Test
    void prettyAndEnvelopeAreOfTheAnswerNotOfTheRequest() {
        Answer first = keyed.post(scene.endpoints(), Scene.body(id));

        Answer pretty = keyed.post(scene.endpoints() + "?pretty=true", Scene.body(id));
        Answer wrapped = keyed.post(scene.endpoints() + "?envelope=true&pretty=true", Scene.body(id));

        assertThat(pretty).hasStatus(201).hasHeader(REPLAYED, "true");
        assertThat(pretty.body()).contains("\n");
        assertThat(pretty.json()).isEqualTo(first.json());
        assertThat(wrapped).hasStatus(201).hasHeader(REPLAYED, "true").has("/status", 201);
        assertThat(wrapped.json().at("/content")).isEqualTo(first.json());
        assertReplayed(keyed.post(scene.endpoints(), Scene.body(id)), first);
    }

    @Test
    void whileTheFirstIsAtWorkTheOthersAreToldSo() {
        Caller patient = keyed.with("Prefer", "wait=50");
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> patient.post(scene.endpoints(), Scene.body(id)));
        Patience.until(this::additionsSent, sent -> sent == 1);

        assertThat(keyed.post(scene.endpoints(), Scene.body(id)))
                .isProblem("idempotency-in-progress")
                .has("/retryable", true)
                .hasHeader("Retry-After", "1");
        assertThat(patient.post(scene.endpoints(), Scene.body(id))).isProblem("idempotency-in-progress");
        assertThat(keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("idempotency-key-reused");

        settles(id);
        assertThat(first.join()).hasStatus(201).has("/connectionStatus", "AVAILABLE");
        Answer again = keyed.post(scene.endpoints(), Scene.body(id));
        assertReplayed(again, first.join());
        assertThat(again).hasHeader("Preference-Applied", "wait=50");
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void ofAHundredAtOnceOneIsDone() throws Exception {
        assertThatOneOfAHundredIsDone(List.of(gateway));
    }

    @Test
    void ofAHundredAtOnceOneIsDoneOnWhicheverReplica() throws Exception {
        assumeThat(database).isEqualTo(TestDatabase.POSTGRESQL);
        try (Gateway replica = gateway.another()) {
            assertThatOneOfAHundredIsDone(List.of(gateway, replica));
        }
    }

    private void assertThatOneOfAHundredIsDone(List<Gateway> replicas) throws Exception {
        List<Future<Answer>> pending = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                Caller caller = replicas.get(i % replicas.size()).as(team.key()).with(HEADER, key);
                pending.add(callers.submit(() -> caller.post(scene.endpoints(), Scene.body(id))));
            }
            for (Future<Answer> each : pending) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
        }
        List<Answer> done = answers.stream()
                .filter(answer ->
                        answer.status() == 201 && answer.header(REPLAYED).isEmpty())
                .toList();
        assertThat(done).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        answers.stream()
                .filter(answer -> answer.status() == 409)
                .forEach(answer -> assertThat(answer).isProblem("idempotency-in-progress"));
        for (Gateway replica : replicas) {
            Caller caller = replica.as(team.key()).with(HEADER, key);
            assertReplayed(caller.post(scene.endpoints(), Scene.body(id)), done.getFirst());
        }
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void anAnswerOutlivesTheProcess() {
        try (Gateway before = Gateway.start(database)) {
            Scene there = Scene.in(before);
            NewTeam owner = NewTeam.in(before).may("owner", there.project());
            Answer first = owner.caller().with(HEADER, key).post(there.endpoints(), Scene.body(id));
            before.context().close();

            try (Gateway after = before.another()) {
                Answer again = after.as(owner.key()).with(HEADER, key).post(there.endpoints(), Scene.body(id));
                assertReplayed(again, first);
                assertThat(again).hasStatus(201);
            }
        }
    }

    /** The process ended after Atlas had done the write, and before it could be told of it. */
    @Test
    void whatACrashLeftUndecidedIsLookedUpAndNotDoneAgain() {
        keyed.post(scene.endpoints(), Scene.body(id));
        isLeftByACrash();

        Answer again = keyed.post(scene.endpoints(), Scene.body(id));

        assertThat(again)
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .hasNoHeader(REPLAYED)
                .has("/interfaceEndpointId", id);
        assertThat(additionsSent()).isEqualTo(1);
        assertThat(administrator.get("/admin/audit?action=endpoint.add&limit=2&team=" + team.name()))
                .results("phase")
                .containsExactly("OUTCOME", "INTENT");
        assertReplayed(keyed.post(scene.endpoints(), Scene.body(id)), again);
    }

    @Test
    void whatACrashPreventedIsDone() {
        gateway.atlas().faults().next("POST", scene.project().value(), Fault.reset());
        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("outcome-unknown");
        isLeftByACrash();

        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(writesDone()).isEqualTo(1);
    }

    @Test
    void anOutcomeThatNobodyKnewIsLookedUp() {
        Answer unknown = isDoneWithoutAnybodyKnowing();

        Answer again = keyed.post(scene.endpoints(), Scene.body(id));

        assertThat(unknown).isProblem("outcome-unknown");
        assertThat(again).hasStatus(201).hasNoHeader(REPLAYED).has("/interfaceEndpointId", id);
        assertThat(additionsSent()).isEqualTo(1);
        assertReplayed(keyed.post(scene.endpoints(), Scene.body(id)), again);
    }

    /** Without a key, it is for the caller to look. */
    @Test
    void withoutAKeyTheSameIsRefused() {
        isDoneWithoutAnybodyKnowing();
        assertThat(team.caller().post(scene.endpoints(), Scene.body(id))).isProblem("endpoint-exists");
    }

    @Test
    void aSecondTryThatFailsKnowsNoMoreThanTheFirst() {
        isDoneWithoutAnybodyKnowing();

        gateway.atlas().faults().always("GET", id, Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));
        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("atlas-unavailable");
        gateway.atlas().faults().clear();
        whileTableIsGone("audit_record", () -> {
            assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("audit-unavailable");
        });
        assertThat(keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("idempotency-key-reused");

        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(additionsSent()).isEqualTo(1);
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
    void whatMayGoBetterTheNextTimeIsNotKept(MagicEndpoint trouble) {
        String magic = trouble.onAdding(1).replaceFirst("0000(.{8})", "0000" + Gateway.unused(8));
        assertThat(keyed.post(scene.endpoints(), Scene.body(magic)))
                .extractingStatus()
                .isGreaterThanOrEqualTo(429);

        assertThat(keyed.post(scene.endpoints(), Scene.body(magic)))
                .hasStatus(201)
                .hasNoHeader(REPLAYED);
        assertThat(writesDone()).isEqualTo(1);
    }

    @Test
    void aLinkThatIsNotReadyMayBeLater() {
        gateway.atlas()
                .faults()
                .next(
                        "POST",
                        scene.project().value(),
                        Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "Not ready."));
        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("link-not-ready");
        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
    }

    @Test
    void aRequestThatWasNeverBegunUsesUpNoKey() {
        long before = keysHeld();
        assertThat(keyed.post(scene.endpoints(), "{}")).isInvalidIn("interfaceEndpointId");
        assertThat(keyed.post(scene.endpoints(), "{\"interfaceEndpointId\":")).isInvalidIn("body");
        assertThat(keyed.with("Content-Type", "text/plain").post(scene.endpoints(), "hello"))
                .isProblem("unsupported-media-type");
        assertThat(keyed.post(scene.endpoints(), "x".repeat(64 * 1024 + 1))).isProblem("body-too-large");
        whileTableIsGone("audit_record", () -> {
            assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("audit-unavailable");
        });
        assertThat(keysHeld()).isEqualTo(before);

        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201).hasNoHeader(REPLAYED);
    }

    @Test
    void withoutAPlaceForTheKeyNothingIsDone() {
        long requests = gateway.atlas().requestCount();
        whileTableIsGone("idempotency_claim", () -> {
            assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("audit-unavailable");
            assertThat(gateway.atlas().requestCount()).isEqualTo(requests);
            assertThat(team.caller().get(scene.linkPath())).isOk();
        });
        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
    }

    /** As with the outcome's record: what happened stands, and whoever repeats it finds it. */
    @Test
    void aWriteStandsEvenIfItsAnswerCannotBeKept() {
        Caller patient = keyed.with("Prefer", "wait=50");
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> patient.post(scene.endpoints(), Scene.body(id)));
        Patience.until(this::additionsSent, sent -> sent == 1);

        whileTableIsGone("idempotency_claim", () -> {
            settles(id);
            assertThat(first.join()).hasStatus(201);
        });
        gateway.database()
                .sql("UPDATE idempotency_claim SET lease_until = 1 WHERE status IS NULL")
                .update();

        assertThat(keyed.post(scene.endpoints(), Scene.body(id))).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void aCallerWhoHungUpGetsTheAnswerWhenItAsksAgain() throws IOException {
        String body = Scene.body(id);
        String request = "POST " + scene.endpoints() + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + team.key()
                + "\r\nIdempotency-Key: " + key + "\r\nPrefer: wait=50\r\nContent-Type: application/json"
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (java.net.Socket socket =
                new java.net.Socket(gateway.url().getHost(), gateway.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            Patience.until(this::additionsSent, sent -> sent == 1);
            socket.setSoLinger(true, 0);
        }
        settles(id);

        Answer answer = Patience.until(() -> keyed.post(scene.endpoints(), body), asked -> asked.status() != 409);

        assertThat(answer).hasStatus(201).hasHeader(REPLAYED, "true").has("/connectionStatus", "AVAILABLE");
        assertThat(additionsSent()).isEqualTo(1);
    }

    @Test
    void aReplayIsOnRecordAsOneThatAskedAtlasNothing() {
        keyed.post(scene.endpoints(), Scene.body(id));

        Answer again = keyed.with("X-Request-Id", "again-" + key).post(scene.endpoints(), Scene.body(id));

        assertThat(again).hasHeader("X-Request-Id", "again-" + key);
        assertThat(administrator.get("/admin/audit?limit=1&team=" + team.name()))
                .has("/results/0/requestId", "again-" + key)
                .has("/results/0/phase", "EVENT")
                .has("/results/0/action", "endpoint.add")
                .has("/results/0/projectId", scene.project())
                .has("/results/0/linkId", scene.link())
                .has("/results/0/interfaceEndpointId", id)
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/status", 201)
                .has("/results/0/attempts", 0);
        whileTableIsGone("audit_record", () -> {
            assertThat(keyed.post(scene.endpoints(), Scene.body(id))).isProblem("audit-unavailable");
        });
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        keyed.post(scene.endpoints(), Scene.body(id));
        gateway.database()
                .sql("UPDATE idempotency_claim SET expires_at = expires_at - 86400000000"
                        + " WHERE interface_endpoint_id = ?")
                .param(id)
                .update();

        assertThat(keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201)
                .hasNoHeader(REPLAYED);
    }

    @Test
    void theAdministratorsAnswersAreNotKept() {
        long before = keysHeld();
        Caller twice = administrator.with(HEADER, key);
        Answer one = twice.post(team.path() + "/keys", "{\"label\":\"ci\"}");
        Answer two = twice.post(team.path() + "/keys", "{\"label\":\"ci\"}");

        assertThat(one).hasStatus(201);
        assertThat(two).hasStatus(201).hasNoHeader(REPLAYED);
        assertThat(two.text("/key")).isNotEqualTo(one.text("/key"));
        assertThat(keysHeld()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"\"", "caf\u00e9"})
    void aKeyThatIsNoneIsRefused(String noKey) {
        assertThat(sayWith("Idempotency-Key: " + noKey + "\n")).isInvalidIn(HEADER);
    }

    @Test
    void twoKeysAreNone() {
        assertThat(sayWith("Idempotency-Key: a\nIdempotency-Key: a\n")).isInvalidIn(HEADER);
        assertThat(keyed.with(HEADER, "a".repeat(256)).post(scene.endpoints(), Scene.body(id)))
                .isInvalidIn(HEADER);
        assertThat(keyed.with(HEADER, "a".repeat(255)).post(scene.endpoints(), Scene.body(id)))
                .hasStatus(201);
    }

    @Test
    void otherMethodsTakeNoKey() {
        assertThat(keyed.with(HEADER, "no key").get(scene.linkPath())).isOk();
        assertThat(keyed.send("PATCH", scene.endpoints(), BodyPublishers.noBody()))
                .isProblem("method-not-allowed");
        assertThat(team.caller().with(HEADER, "no key").post("/projects/" + scene.project(), "{}"))
                .isProblem("not-found");
        assertThat(gateway.anonymous().with(HEADER, "no key").post(scene.endpoints(), "{}"))
                .isProblem("unauthenticated");
    }

    @Test
    void operatorsSeeWhatKeysMeet() {
        keyed.post(scene.endpoints(), Scene.body(id));
        keyed.post(scene.endpoints(), Scene.body(id));
        keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));

        assertThat(gateway.operator().get("/actuator/prometheus").body())
                .containsPattern("linkgate_idempotency_keys_total\\{result=\"first\"} [1-9]")
                .containsPattern("linkgate_idempotency_keys_total\\{result=\"replayed\"} [1-9]")
                .containsPattern("linkgate_idempotency_keys_total\\{result=\"reused\"} [1-9]");
    }

    private static void assertReplayed(Answer again, Answer first) {
        assertThat(again).hasStatus(first.status()).hasHeader(REPLAYED, "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        Function<Answer, Map<String, List<String>>> own = answer -> {
            Map<String, List<String>> headers =
                    new java.util.TreeMap<>(answer.headers().map());
            headers.keySet()
                    .removeIf(name -> List.of("date", "x-request-id", "idempotency-replayed")
                            .contains(name.toLowerCase(java.util.Locale.ROOT)));
            return headers;
        };
        assertThat(own.apply(again)).isEqualTo(own.apply(first));
    }

    /** Atlas adds the endpoint, its answer is lost, and it cannot be asked either. */
    private Answer isDoneWithoutAnybodyKnowing() {
        gateway.atlas()
                .faults()
                .next("POST", scene.project().value(), Fault.reset().afterApplying())
                .next("GET", id, Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));
        return keyed.post(scene.endpoints(), Scene.body(id));
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

    private void whileTableIsGone(String table, Runnable test) {
        gateway.database().sql("ALTER TABLE " + table + " RENAME TO gone").update();
        try {
            test.run();
        } finally {
            gateway.database().sql("ALTER TABLE gone RENAME TO " + table).update();
        }
    }

    /** Lets Atlas's time pass once the endpoint is there. */
    private void settles(String endpoint) {
        Patience.until(() -> team.caller().get(scene.endpoint(endpoint)), answer -> answer.status() == 200);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
    }

    /** How many additions of this project's endpoints have reached Atlas, done or not. */
    private long additionsSent() {
        return gateway.atlas().requests().stream()
                .filter(request -> request.authorized()
                        && request.method().equals("POST")
                        && request.uri().contains(scene.project().value()))
                .count();
    }

    private long writesDone() {
        return gateway.atlas().writes().stream()
                .filter(write -> write.uri().contains(scene.project().value()))
                .count();
    }

    private long keysHeld() {
        return gateway.database()
                .sql("SELECT count(*) FROM idempotency_claim")
                .query(Long.class)
                .single();
    }

    private Answer sayWith(String fields) {
        return Socket.say(
                gateway,
                "POST " + scene.endpoints() + " HTTP/1.1\nHost: a\nAuthorization: Bearer " + team.key() + "\n" + fields
                        + "Content-Type: application/json\nContent-Length: 2\nConnection: close\n\n{}");
    }
}
