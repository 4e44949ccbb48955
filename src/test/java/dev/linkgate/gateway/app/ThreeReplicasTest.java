package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Callers of three replicas on one PostgreSQL, whose requests may come to any of them. The replicas share reads for
 * longer than the tests take.
 */
@Tag("harness")
class ThreeReplicasTest {

    private static final int TEAM_SHARE = 3_001;

    private static final class Started {
        static final Gateway FIRST = Gateway.start(
                TestDatabase.POSTGRESQL,
                "linkgate.limits.team-requests-per-minute=" + TEAM_SHARE,
                "linkgate.reads.max-age=1h");
        static final List<Gateway> ALL = List.of(FIRST, FIRST.another(), FIRST.another());
    }

    private final Gateway first = Started.ALL.get(0);
    private final Gateway second = Started.ALL.get(1);
    private final Gateway third = Started.ALL.get(2);
    private final Scene scene = Scene.in(first);

    @AfterAll
    static void close() {
        Started.ALL.reversed().forEach(Gateway::close);
    }

    @Test
    void revokedKeyIsDeadEverywhere() {
        NewTeam team = NewTeam.in(first);
        for (Gateway replica : Started.ALL) {
            replica.looksForChanges();
            assertThat(replica.as(team.key()).get("/projects")).isOk();
        }

        assertThat(second.administrator().delete(team.path() + "/keys/" + team.keyId()))
                .hasStatus(204);

        assertThat(second.as(team.key()).get("/projects")).isProblem("unauthenticated");
        for (Gateway replica : List.of(first, third)) {
            Patience.until(() -> replica.as(team.key()).get("/projects"), answer -> answer.status() == 401);
        }
    }

    @Test
    void accessTokenIsGoodAtAllOfThemUntilItIsRevokedAtOne() {
        NewTeam team = NewTeam.in(first);
        OAuthClient client = OAuthClient.of(team);
        String token = client.at(second).token();
        String other = client.at(third).token();
        for (Gateway replica : Started.ALL) {
            assertThat(replica.as(token).get("/api/atlas/v2/nothing")).hasStatus(403);
        }

        assertThat(client.at(third).revoke(token)).isOk();

        assertThat(third.as(token).get("/api/atlas/v2/nothing")).hasStatus(401);
        for (Gateway replica : Started.ALL) {
            Patience.until(() -> replica.as(token).get("/api/atlas/v2/nothing"), answer -> answer.status() == 401);
            assertThat(replica.as(other).get("/api/atlas/v2/nothing")).hasStatus(403);
        }
        assertThat(first.administrator().delete(team.path() + "/keys/" + team.keyId()))
                .hasStatus(204);
        for (Gateway replica : Started.ALL) {
            Patience.until(() -> replica.as(other).get("/api/atlas/v2/nothing"), answer -> answer.status() == 401);
        }
    }

    @Test
    void repeatedAdditionIsDoneOnceByAnyOfThem() throws Exception {
        String endpoint = Scene.newEndpoint();
        Caller editor = scene.editor().with("Idempotency-Key", "once");
        second.looksForChanges();
        third.looksForChanges();
        List<Future<Answer>> pending = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 99; i++) {
                Caller caller = at(Started.ALL.get(i % 3), editor);
                pending.add(callers.submit(() -> caller.post(scene.endpoints(), Scene.body(endpoint))));
            }
            for (Future<Answer> each : pending) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .allSatisfy(answer -> assertThat(answer)
                        .hasHeader("Idempotency-Replayed", "true")
                        .has("/interfaceEndpointId", endpoint));
        assertThat(scene.writes()).hasSize(1);
    }

    @Test
    void everyReadSeesAnEarlierWriteThroughAnyOfThem() {
        List<String> ids = new ArrayList<>(List.of(scene.hasEndpoint(EndpointStatus.AVAILABLE)));
        Caller editor = scene.editor();
        second.looksForChanges();
        third.looksForChanges();
        for (int i = 0; i < 6; i++) {
            Caller writer = at(Started.ALL.get(i % 3), editor);
            assertThatAllShow(editor, ids);

            ids.add(Scene.newEndpoint());
            assertThat(writer.post(scene.endpoints(), Scene.body(ids.getLast())))
                    .hasStatus(201);

            assertThatAllShow(editor, ids);
            assertThat(writer.delete(scene.endpoint(ids.getLast()))).hasStatus(202);
            for (Gateway replica : Started.ALL) {
                assertThat(at(replica, editor).get(scene.endpoint(ids.getLast())))
                        .has("/connectionStatus", "DELETING");
            }
        }
    }

    private void assertThatAllShow(Caller editor, List<String> ids) {
        for (Gateway replica : Started.ALL) {
            Caller reader = at(replica, editor);
            for (String path : List.of(scene.endpoints(), scene.linkPath(), scene.links())) {
                assertThat(reader.get(path).body()).contains(ids);
            }
            for (String id : ids) {
                assertThat(reader.get(scene.endpoint(id))).isOk();
            }
        }
    }

    /** A region names the link that was created a moment ago, although its absence was read before. */
    @Test
    void linkCreatedThroughOneIsKnownByItsRegionToAllOthers() {
        Caller owner = scene.owner();
        second.looksForChanges();
        third.looksForChanges();
        String byRegion = scene.links() + "/AWS:eu-central-1";
        for (Gateway replica : Started.ALL) {
            assertThat(at(replica, owner).get(byRegion)).isProblem("link-not-found");
        }

        Answer created = owner.post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-central-1\"}");

        assertThat(created).hasStatus(201);
        for (Gateway replica : Started.ALL) {
            assertThat(at(replica, owner).get(byRegion)).isOk().has("/id", created.text("/id"));
        }
    }

    @Test
    void waiterOnOneReplicaSeesWhatIsWrittenOnAnother() throws Exception {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = Scene.newEndpoint();
        Caller editor = scene.editor();
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        second.looksForChanges();
        third.looksForChanges();
        Caller waiter = at(second, editor).with("Prefer", "wait=50");
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> waiter.get(scene.endpoint(id)), Thread.ofPlatform()::start);
        Patience.until(() -> second.metric("linkgate_waiters"), gauge -> gauge == 1);

        assertThat(at(third, editor).delete(scene.endpoint(id))).hasStatus(202);
        first.atlasClock().advance(Duration.ofMinutes(1));

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isProblem("endpoint-not-found");
    }

    @Test
    void replicaThatEndsLeavesItsOperationAndItsPartOfTheShareToTheOthers() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor();
        awaitShare(editor, 1_001);
        String id = MagicEndpoint.DECLINED.onAdding(1);
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        first.atlasClock().advance(Duration.ofMinutes(1));
        String operation;
        try (Gateway fourth = first.another()) {
            awaitShare(editor, 751);
            Answer accepted = at(fourth, editor).send("PUT", scene.endpoint(id), BodyPublishers.noBody());
            assertThat(accepted).hasStatus(202);
            operation = "/operations/" + accepted.text("/id");
        }

        awaitShare(editor, 1_001);
        Patience.until(
                () -> {
                    first.atlasClock().advance(Duration.ofSeconds(5));
                    return editor.get(operation);
                },
                answer -> answer.text("/state").equals("SUCCEEDED"));
    }

    /** Rounded up, and the same in the headers as in the limit that holds. */
    private static void awaitShare(Caller caller, int requests) {
        Answer answer = Patience.until(
                () -> caller.get("/projects"),
                each -> each.header("RateLimit-Limit").equals(String.valueOf(requests)));
        assertThat(answer).hasHeader("RateLimit-Policy", "\"team\";q=" + requests + ";w=60");
    }

    private static Caller at(Gateway replica, Caller caller) {
        return new Caller(replica.url(), caller.check(), caller.headers());
    }
}
