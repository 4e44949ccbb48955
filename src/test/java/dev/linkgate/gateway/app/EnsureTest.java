package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code PUT} of an endpoint leads from any state to a healthy endpoint, or to an explained failure. */
@Alone
class EnsureTest {

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller editor = scene.editor();

    @Test
    void absentEndpointIsAdded() {
        String id = Scene.newEndpoint();
        assertThat(ensure(id))
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .has("/interfaceEndpointId", id)
                .has("/connectionStatus", "PENDING_ACCEPTANCE");
        assertThat(editor.get(scene.endpoint(id))).isOk();
        assertThat(records("endpoint.ensure").get(0)).contains("SUCCEEDED").contains("201");
    }

    @Test
    void healthyEndpointCostsNoWrite() {
        String available = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String pending = scene.hasEndpoint(EndpointStatus.PENDING);

        assertThat(ensure(available)).isOk().has("/connectionStatus", "AVAILABLE");
        assertThat(ensure(pending)).isOk().has("/connectionStatus", "PENDING");

        assertThat(scene.writes()).isEmpty();
        assertThat(ensure(available).header("Audit-Receipt")).isNotEmpty();
    }

    @Test
    void failedEndpointIsReplaced() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.declinedOnce(editor);

        Answer accepted = ensure(id);
        assertThat(accepted).hasStatus(202).has("/kind", "replace-endpoint").has("/target", scene.endpoint(id));
        assertThat(accepted.text("/state")).isIn("QUEUED", "RUNNING");
        assertThat(accepted.header("Location")).isEqualTo("/operations/" + accepted.text("/id"));
        Answer again = ensure(id);
        assertThat(again).hasStatus(202).has("/id", accepted.text("/id"));

        Answer ended = scene.ended(accepted.header("Location"));
        assertThat(ended).isOk().has("/state", "SUCCEEDED");
        assertThat(ended.json().at("/problem").isNull()).isTrue();
        assertThat(editor.get(scene.endpoint(id))).isOk().has("/connectionStatus", "AVAILABLE");
        assertThat(ensure(id)).isOk();
        assertThat(writesOn(id)).containsExactly("POST", "DELETE", "POST");
        assertThat(editor.get("/projects/" + scene.project() + "/operations"))
                .isOk()
                .results("id")
                .containsExactly(accepted.text("/id"));
        assertEveryWriteIsOnRecordBySystem(id, accepted.text("/id"));
    }

    @Test
    void removedEndpointIsAddedAgain() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(editor.delete(scene.endpoint(id))).hasStatus(202);

        Answer accepted = ensure(id);
        assertThat(accepted).hasStatus(202);
        assertThat(scene.ended(accepted.header("Location"))).has("/state", "SUCCEEDED");
        assertThat(writesOn(id)).containsExactly("DELETE", "POST");
    }

    @Tag("harness")
    @ParameterizedTest
    @EnumSource
    void concurrentRemovalIsRefusedOnEveryReplica(TestDatabase database) {
        try (Gateway one = Gateway.start(database);
                Gateway replica = one.another()) {
            for (int round = 0; round < 10; round++) {
                Scene fresh = Scene.in(one);
                Caller here = fresh.editor();
                Caller there = new Caller(replica.url(), here.check(), here.headers());
                String first = fresh.hasEndpoint(EndpointStatus.AVAILABLE);
                String second = fresh.hasEndpoint(EndpointStatus.AVAILABLE);
                replica.looksForChanges();
                CompletableFuture<Answer> onOne = CompletableFuture.supplyAsync(
                        () -> here.delete(fresh.endpoint(first)), Thread.ofPlatform()::start);
                CompletableFuture<Answer> onReplica = CompletableFuture.supplyAsync(
                        () -> there.delete(fresh.endpoint(second)), Thread.ofPlatform()::start);
                assertThat(List.of(onOne.join().status(), onReplica.join().status()))
                        .as("statuses in round %d", round)
                        .containsExactlyInAnyOrder(202, 409);
            }
        }
    }

    /** Atlas's clock stands, so the endpoint is still leaving when it is removed once more. */
    @Test
    void removalEndsTheReplacement() {
        Answer accepted = scene.replacementUnderWay(editor);

        assertThat(editor.delete(accepted.text("/target"))).hasStatus(202).has("/connectionStatus", "DELETING");

        assertThat(scene.ended(accepted.header("Location")))
                .has("/state", "FAILED")
                .has("/problem/code", "operation-cancelled");
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(accepted.text("/target"))).isProblem("endpoint-not-found");
    }

    @Test
    void concurrentEnsuresShareOneOperation() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.declinedOnce(editor);
        List<CompletableFuture<Answer>> all = IntStream.range(0, 100)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> ensure(id), Thread.ofPlatform()::start))
                .toList();
        assertThat(all.stream()
                        .map(CompletableFuture::join)
                        .map(answer -> answer.text("/id"))
                        .distinct())
                .hasSize(1);
        scene.ended(all.get(0).join().header("Location"));
        assertThat(writesOn(id)).containsExactly("POST", "DELETE", "POST");
    }

    private Answer ensure(String id) {
        return editor.put(scene.endpoint(id));
    }

    private Answer operation(Answer accepted) {
        return editor.get("/operations/" + accepted.text("/id"));
    }

    private List<String> writesOn(String id) {
        return gateway.atlas().log().applied().stream()
                .filter(write -> write.endpoint().equals(id)
                        && write.uri().contains(scene.link().value()))
                .map(write -> write.method())
                .toList();
    }

    private List<String> records(String action) {
        return gateway.administrator()
                .get("/admin/audit?action=" + action + "&projectId=" + scene.project())
                .json()
                .at("/results")
                .valueStream()
                .map(Object::toString)
                .toList();
    }

    private void assertEveryWriteIsOnRecordBySystem(String id, String operation) {
        for (String action : List.of("endpoint.remove", "endpoint.add")) {
            assertThat(records(action))
                    .filteredOn(record -> record.contains(operation))
                    .hasSize(2)
                    .allSatisfy(record ->
                            assertThat(record).contains("\"kind\":\"system\"").contains(id));
        }
    }
}
