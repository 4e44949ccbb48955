package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
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

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller editor = scene.editor();

    @Test
    void operationResolvesAnUnknownOutcome() {
        String id = Scene.newEndpoint();
        Answer unknown = scene.additionWithoutAnswers(editor, id);
        assertThat(unknown).has("/retryable", false);
        String location = unknown.header("Location");
        assertThat(location).matches("/operations/op_[0-9a-f]{32}");

        Answer asking = editor.get(location);
        assertThat(asking).isOk().has("/kind", "settle-outcome").has("/target", scene.endpoint(id));
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.PENDING);

        assertThat(scene.ended(location)).has("/state", "SUCCEEDED");
        assertThat(outcomes(unknown)).containsExactly("UNKNOWN", "SUCCEEDED");
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
        assertThat(scene.ended(unknown.header("Location")))
                .has("/state", "FAILED")
                .has("/problem/code", "atlas-unavailable");
        assertThat(editor.delete(scene.endpoint(two)))
                .as("it was not done after all")
                .hasStatus(202);
    }

    @Test
    void waitLastsUntilTheEnd() {
        String path = "/operations/" + scene.replacementUnderWay(editor).text("/id");
        Caller patient = editor.with("Prefer", "wait=30");
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> patient.get(path), Thread.ofPlatform()::start);
        assertThat(scene.ended(path)).has("/state", "SUCCEEDED");
        assertThat(waiting.join())
                .isOk()
                .hasHeader("Preference-Applied", "wait=30")
                .has("/state", "SUCCEEDED");
        assertThat(patient.get(path)).isOk().has("/state", "SUCCEEDED");
    }

    @Test
    void timeoutReturnsTheCurrentState() {
        Answer accepted = scene.replacementUnderWay(editor);
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
        Answer accepted = scene.replacementUnderWay(editor);
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
        Answer accepted = scene.replacementUnderWay(editor);
        assertThat(scene.viewer().delete("/operations/" + accepted.text("/id"))).isProblem("forbidden");
    }

    @Test
    void cancellationLeavesNothingHalfDone() {
        Answer accepted = scene.replacementUnderWay(editor);
        String path = "/operations/" + accepted.text("/id");
        assertThat(editor.delete(path)).hasStatus(202);

        assertThat(scene.ended(path)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
        assertThat(editor.get(accepted.text("/target")))
                .as("it was added again first")
                .isOk();
        assertThat(editor.delete(path))
                .as("nothing comes of it once more")
                .hasStatus(202)
                .has("/state", "FAILED");
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

    /** Atlas will not do any write that it has not done by now. */
    private static void hasWaitedLongEnough(String operation) {
        GATEWAY.database()
                .sql("UPDATE operation SET created_at = created_at - ? WHERE id = ?")
                .params(Duration.ofHours(2).toNanos() / 1_000, operation.replace("/operations/", ""))
                .update();
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
