package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Durable operations as callers see them: access, waiting, cancellation, and survival. */
@Tag("postgresql")
@Alone
class OperationsTest {

    private static final Gateway GATEWAY = Gateway.alone();

    /** Ends an operation while a replica works on it. */
    private static final String END = "UPDATE operation SET state = 'FAILED', revision = revision + 1,"
            + " finished_at = updated_at, failure = '{\"code\":\"operation-cancelled\",\"detail\":\"\"}'";

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller editor = scene.editor();

    @Test
    void operationResolvesAnUnknownOutcome() {
        String id = Scene.newEndpoint();
        Answer unknown = additionWithoutAnswers(id);
        String location = unknown.header("Location");
        assertThat(location).matches("/operations/op_[0-9a-f]{32}");

        Answer asking = editor.get(location);
        assertThat(asking).isOk().has("/kind", "settle-outcome").has("/target", scene.endpoint(id));
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.PENDING);

        assertThat(end(location)).has("/state", "SUCCEEDED");
        assertThat(outcomes(unknown)).containsExactly("UNKNOWN", "SUCCEEDED");
    }

    @Test
    void unappliedWriteIsReportedAsNotDone() {
        Answer unknown = additionWithoutAnswers(Scene.newEndpoint());
        hasWaitedLongEnough(unknown.header("Location"));
        assertThat(end(unknown.header("Location")))
                .has("/state", "FAILED")
                .has("/problem/code", "atlas-unavailable")
                .has("/problem/retryable", true);
        assertThat(outcomes(unknown)).containsExactly("UNKNOWN", "FAILED");
    }

    @Test
    void uncertainRemovalKeepsNoLinkAlive() {
        String one = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String two = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        GATEWAY.atlas().faults().next("DELETE", one, Fault.reset());
        Answer unknown = editor.delete(scene.endpoint(one));
        assertThat(unknown).isProblem("outcome-unknown");

        assertThat(editor.delete(scene.endpoint(two))).isProblem("last-endpoint");

        hasWaitedLongEnough(unknown.header("Location"));
        assertThat(end(unknown.header("Location"))).has("/state", "FAILED").has("/problem/code", "atlas-unavailable");
        assertThat(editor.delete(scene.endpoint(two)))
                .as("it was not done after all")
                .hasStatus(202);
    }

    @Test
    void waitLastsUntilTheEnd() {
        String path = "/operations/" + replacementUnderWay().text("/id");
        Caller patient = editor.with("Prefer", "wait=30");
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> patient.get(path), Thread.ofPlatform()::start);
        assertThat(end(path)).has("/state", "SUCCEEDED");
        assertThat(waiting.join())
                .isOk()
                .hasHeader("Preference-Applied", "wait=30")
                .has("/state", "SUCCEEDED");
        assertThat(patient.get(path)).isOk().has("/state", "SUCCEEDED");
    }

    @Test
    void timeoutReturnsTheCurrentState() {
        Answer accepted = replacementUnderWay();
        assertThat(editor.with("Prefer", "wait=1").get("/operations/" + accepted.text("/id")))
                .isOk()
                .hasHeader("Preference-Applied", "wait=1")
                .has("/state", "RUNNING");
        assertThat(editor.with("Prefer", "wait=soon").get("/operations/" + accepted.text("/id")))
                .isOk()
                .hasNoHeader("Preference-Applied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"op_00000000000000000000000000000000", "op_1", "5df264b8f10fab7d2cad2f0d", "OP_X"})
    void anUnknownIdIs404(String id) {
        for (Caller caller :
                List.of(editor, GATEWAY.administrator(), NewTeam.in(GATEWAY).caller())) {
            assertThat(caller.get("/operations/" + id)).isProblem("operation-not-found");
            assertThat(caller.delete("/operations/" + id)).isProblem("operation-not-found");
        }
    }

    @Test
    void foreignOperationLooksUnknown() {
        Answer accepted = replacementUnderWay();
        String path = "/operations/" + accepted.text("/id");
        Caller stranger = Scene.in(GATEWAY).owner();
        Answer foreign = stranger.get(path);
        Answer unknown = stranger.get("/operations/op_00000000000000000000000000000000");
        assertThat(foreign).isProblem("operation-not-found");
        assertThat(foreign.text("/detail")).isEqualTo(unknown.text("/detail"));
        assertThat(stranger.delete(path)).isProblem("operation-not-found");
        assertThat(scene.viewer().get(path)).isOk();
        assertThat(GATEWAY.administrator().get(path)).isOk();
        assertThat(GATEWAY.anonymous().get(path)).isProblem("unauthenticated");
    }

    @Test
    void cancellationNeedsTheEditorRole() {
        Answer accepted = replacementUnderWay();
        assertThat(scene.viewer().delete("/operations/" + accepted.text("/id"))).isProblem("forbidden");
    }

    @Test
    void cancellationLeavesNothingHalfDone() {
        Answer accepted = replacementUnderWay();
        String path = "/operations/" + accepted.text("/id");
        assertThat(editor.delete(path)).hasStatus(202);

        assertThat(end(path)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
        assertThat(editor.get(accepted.text("/target")))
                .as("it was added again first")
                .isOk();
        assertThat(editor.delete(path))
                .as("nothing comes of it once more")
                .hasStatus(202)
                .has("/state", "FAILED");
    }

    @Test
    void cancellationWinsOverConcurrentStart() {
        assumeThat(TestDatabase.usual()).as("whose triggers these are").isEqualTo(TestDatabase.SQLITE);
        Answer accepted = replacementUnderWay();
        String path = "/operations/" + accepted.text("/id");
        Patience.until(
                () -> GATEWAY.database()
                        .sql("UPDATE scheduled_tasks SET execution_time = execution_time + 3600000000"
                                + " WHERE task_instance = ? AND NOT picked")
                        .param(accepted.text("/id"))
                        .update(),
                rested -> rested == 1);
        // The scheduler reads it, and another replica changes it first.
        GATEWAY.database()
                .sql("CREATE TRIGGER taken_up BEFORE UPDATE ON scheduled_tasks WHEN NEW.task_instance = '"
                        + accepted.text("/id") + "' BEGIN SELECT RAISE(IGNORE); END")
                .update();
        assertThat(editor.delete(path)).hasStatus(202);
        GATEWAY.database().sql("DROP TRIGGER taken_up").update();

        assertThat(editor.delete(path)).hasStatus(202);
        assertThat(end(path)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
    }

    @Test
    void cancellationRestoresARemovedEndpoint() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        CompletableFuture<Void> connection = new CompletableFuture<>();
        GATEWAY.atlas().faults().next("DELETE", id, Fault.hold(connection));
        Answer accepted = editor.send("PUT", scene.endpoint(id), BodyPublishers.noBody());
        String path = "/operations/" + accepted.text("/id");
        Patience.until(
                () -> GATEWAY.atlas().log().applied(),
                writes -> writes.stream()
                        .anyMatch(write -> write.method().equals("DELETE")
                                && write.endpoint().equals(id)));
        GATEWAY.atlas().faults().always("GET", id, Fault.error(403, "SOMETHING", "no"));
        assertThat(editor.delete(path)).hasStatus(202);
        connection.completeExceptionally(new IOException("lost"));
        Patience.until(() -> failedTries(path), tries -> tries > 0);
        GATEWAY.atlas().faults().clear();
        isDue(path);

        assertThat(end(path)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
        assertThat(editor.get(accepted.text("/target"))).as("it is back").isOk();
    }

    @Test
    void endedOperationStaysEnded() {
        assumeThat(TestDatabase.usual()).as("whose triggers these are").isEqualTo(TestDatabase.SQLITE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        // Does the same as a removal on another replica, right after this one has stored a step.
        GATEWAY.database()
                .sql("CREATE TRIGGER ended_by_others AFTER INSERT ON operation_event"
                        + " WHEN NEW.state = 'RUNNING' AND (SELECT interface_endpoint_id FROM operation"
                        + " WHERE id = NEW.operation_id) = '" + id + "' BEGIN " + END
                        + " WHERE id = NEW.operation_id; END")
                .update();
        Answer accepted = editor.send("PUT", scene.endpoint(id), BodyPublishers.noBody());
        String path = "/operations/" + accepted.text("/id");
        assertThat(end(path)).has("/state", "FAILED");
        awaitNothingScheduled(accepted);
        GATEWAY.database().sql("DROP TRIGGER ended_by_others").update();

        assertThat(editor.get(path)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
        assertThat(editor.get(accepted.text("/target"))).isOk().has("/connectionStatus", "REJECTED");
    }

    @Test
    void endedOperationRemovesNothing() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        String link = scene.linkPath();
        GATEWAY.database()
                .sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES (?, 'somebody', ?)")
                .params(link, Micros.of(Instant.now().plus(Duration.ofMinutes(30))))
                .update();
        Answer accepted = editor.send("PUT", scene.endpoint(id), BodyPublishers.noBody());
        Patience.until(
                () -> GATEWAY.administrator().get("/admin/audit?action=endpoint.remove&projectId=" + scene.project()),
                answer -> answer.body().contains(accepted.text("/id")));
        GATEWAY.database()
                .sql(END + " WHERE id = ?")
                .param(accepted.text("/id"))
                .update();
        GATEWAY.database()
                .sql("DELETE FROM link_lock WHERE subject = ?")
                .param(link)
                .update();

        awaitNothingScheduled(accepted);
        assertThat(editor.get(accepted.text("/target"))).isOk().has("/connectionStatus", "REJECTED");
    }

    @Test
    void permanentFailureEndsTheOperation() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        GATEWAY.atlas().faults().always("POST", scene.link().value(), Fault.error(402, "NO_PAYMENT", "pay"));
        Answer accepted = editor.send("PUT", scene.endpoint(id), BodyPublishers.noBody());
        assertThat(end("/operations/" + accepted.text("/id")))
                .has("/state", "FAILED")
                .has("/problem/code", "atlas-rejected-request")
                .has("/problem/atlas/errorCode", "NO_PAYMENT")
                .has("/problem/instance", "/operations/" + accepted.text("/id"));
        GATEWAY.atlas().faults().clear();
    }

    @Test
    void thePagesOfAListFollowEachOther() {
        List<String> ids = List.of(
                replacementUnderWay().text("/id"),
                replacementUnderWay().text("/id"),
                replacementUnderWay().text("/id"));
        String list = "/projects/" + scene.project() + "/operations";
        Answer first = editor.get(list + "?itemsPerPage=2");
        assertThat(first).isOk().has("/totalCount", 3).results("id").containsExactly(ids.get(2), ids.get(1));
        Answer second = editor.get(first.link("next"));
        assertThat(second).isOk().results("id").containsExactly(ids.get(0));
        assertThat(second.link("next")).isEmpty();
        assertThat(editor.get(list + "?pageNum=0")).isProblem("invalid-request");
    }

    @Tag("harness")
    @ParameterizedTest
    @EnumSource
    void operationOutlivesItsGateway(TestDatabase database) {
        try (Gateway first = Gateway.start(database)) {
            Scene there = Scene.in(first);
            there.hasEndpoint(EndpointStatus.AVAILABLE);
            String id = MagicEndpoint.DECLINED.onAdding(1);
            Caller caller = there.editor();
            assertThat(caller.post(there.endpoints(), Scene.body(id))).hasStatus(201);
            first.atlasClock().advance(Duration.ofMinutes(1));
            Answer accepted = caller.send("PUT", there.endpoint(id), BodyPublishers.noBody());
            assertThat(accepted).hasStatus(202);
            String path = "/operations/" + accepted.text("/id");
            Patience.until(
                    () -> caller.get(path), answer -> answer.text("/step").equals("waiting-for-removal"));
            first.context().close();
            first.atlasClock().advance(Duration.ofMinutes(1));

            try (Gateway second = first.another()) {
                Caller again = new Caller(second.url(), caller.check(), caller.headers());
                Answer ended = Patience.until(
                        () -> {
                            first.atlasClock().advance(Duration.ofSeconds(5));
                            return again.get(path);
                        },
                        answer -> answer.text("/state").equals("SUCCEEDED"));
                assertThat(ended).isOk();
                assertThat(again.get(there.endpoint(id))).isOk().has("/connectionStatus", "AVAILABLE");
            }
        }
    }

    private static long failedTries(String operation) {
        return GATEWAY.database()
                .sql("SELECT failed_tries FROM operation WHERE id = ?")
                .param(operation.replace("/operations/", ""))
                .query(Long.class)
                .single();
    }

    /** A replacement that waits for Atlas's time to pass. */
    private Answer replacementUnderWay() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer accepted = editor.send("PUT", scene.endpoint(declinedOnce()), BodyPublishers.noBody());
        assertThat(accepted).hasStatus(202);
        Patience.until(
                () -> editor.get("/operations/" + accepted.text("/id")),
                answer -> answer.text("/step").equals("waiting-for-removal"));
        return accepted;
    }

    /** Atlas will not do any write that it has not done by now. */
    private static void hasWaitedLongEnough(String operation) {
        GATEWAY.database()
                .sql("UPDATE operation SET created_at = created_at - ? WHERE id = ?")
                .params(Duration.ofHours(2).toNanos() / 1_000, operation.replace("/operations/", ""))
                .update();
    }

    /** Lets the time of its next try come. */
    private static void isDue(String operation) {
        Patience.until(() -> dueNow(operation.replace("/operations/", "")));
    }

    private static boolean dueNow(String id) {
        return GATEWAY.database()
                        .sql("UPDATE scheduled_tasks SET execution_time = 1 WHERE task_instance = ? AND NOT picked")
                        .param(id)
                        .update()
                == 1;
    }

    /** Whenever its next try is. */
    private static void awaitNothingScheduled(Answer accepted) {
        Patience.until(() -> {
            dueNow(accepted.text("/id"));
            return GATEWAY.database()
                            .sql("SELECT COUNT(*) FROM scheduled_tasks WHERE task_instance = ?")
                            .param(accepted.text("/id"))
                            .query(Integer.class)
                            .single()
                    == 0;
        });
    }

    /** However often it is sent, no answer comes, and nothing is done. */
    private Answer additionWithoutAnswers(String id) {
        GATEWAY.atlas().faults().always("POST", scene.project().value(), Fault.reset());
        Answer unknown = editor.post(scene.endpoints(), Scene.body(id));
        GATEWAY.atlas().faults().clear();
        assertThat(unknown).isProblem("outcome-unknown").has("/retryable", false);
        return unknown;
    }

    private String declinedOnce() {
        String id = Scene.newMagic(MagicEndpoint.DECLINED.onAdding(1));
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        GATEWAY.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.endpoint(id))).isOk().has("/connectionStatus", "REJECTED");
        return id;
    }

    private Answer end(String operation) {
        return Patience.until(
                () -> {
                    GATEWAY.atlasClock().advance(Duration.ofSeconds(5));
                    return editor.get(operation);
                },
                answer -> List.of("SUCCEEDED", "FAILED").contains(answer.text("/state")));
    }

    /** The results in the records of a request, oldest first. */
    private List<String> outcomes(Answer of) {
        return GATEWAY.administrator()
                .get("/admin/audit?action=endpoint.add&projectId=" + scene.project())
                .json()
                .at("/results")
                .valueStream()
                .filter(record -> record.at("/requestId").asString().equals(of.header("X-Request-Id"))
                        && record.at("/phase").asString().equals("OUTCOME"))
                .map((JsonNode record) -> record.at("/result").asString())
                .toList()
                .reversed();
    }
}
