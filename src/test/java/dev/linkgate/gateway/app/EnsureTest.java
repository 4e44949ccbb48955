package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.net.http.HttpRequest.BodyPublishers;
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
        String id = declinedOnce();

        Answer accepted = ensure(id);
        assertThat(accepted).hasStatus(202).has("/kind", "replace-endpoint").has("/target", scene.endpoint(id));
        assertThat(accepted.text("/state")).isIn("QUEUED", "RUNNING");
        assertThat(accepted.header("Location")).isEqualTo("/operations/" + accepted.text("/id"));
        Answer again = ensure(id);
        assertThat(again).hasStatus(202).has("/id", accepted.text("/id"));

        Answer ended = end(accepted);
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
        assertThat(end(accepted)).has("/state", "SUCCEEDED");
        assertThat(writesOn(id)).containsExactly("DELETE", "POST");
    }

    @Test
    void lastEndpointIsReplacedOnlyIfAllowed() {
        String id = declinedOnce();
        assertThat(ensure(id)).isProblem("last-endpoint");
        assertThat(writesOn(id)).containsExactly("POST");

        Answer accepted = put(scene.endpoint(id) + "?allowLinkRemoval=true");
        assertThat(accepted).hasStatus(202);
        Answer ended = end(accepted);
        assertThat(ended).has("/state", "FAILED").has("/problem/code", "link-not-found");
        assertThat(ended.text("/problem/detail")).contains("last endpoint");
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
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        Answer accepted = ensure(id);
        Patience.until(() -> operation(accepted), answer -> answer.text("/step").equals("waiting-for-removal"));

        assertThat(editor.delete(scene.endpoint(id))).hasStatus(202).has("/connectionStatus", "DELETING");

        assertThat(end(accepted)).has("/state", "FAILED").has("/problem/code", "operation-cancelled");
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.endpoint(id))).isProblem("endpoint-not-found");
    }

    @Test
    void concurrentEnsuresShareOneOperation() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = declinedOnce();
        List<CompletableFuture<Answer>> all = IntStream.range(0, 100)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> ensure(id), Thread.ofPlatform()::start))
                .toList();
        assertThat(all.stream()
                        .map(CompletableFuture::join)
                        .map(answer -> answer.text("/id"))
                        .distinct())
                .hasSize(1);
        end(all.get(0).join());
        assertThat(writesOn(id)).containsExactly("POST", "DELETE", "POST");
    }

    @Test
    void bodyMayOnlyRepeatTheId() {
        String id = Scene.newEndpoint();
        assertThat(editor.put(scene.endpoint(id), Scene.body(Scene.newEndpoint())))
                .isProblem("invalid-request")
                .has("/errors/0/field", "interfaceEndpointId");
        assertThat(editor.put(scene.endpoint(id), "{\"id\":1}")).isProblem("invalid-request");
        assertThat(editor.put(scene.endpoint(id), "[")).isProblem("invalid-request");
        assertThat(editor.put(scene.endpoint(id), Scene.body(id))).hasStatus(201);
    }

    private Answer ensure(String id) {
        return put(scene.endpoint(id));
    }

    private Answer put(String path) {
        return editor.send("PUT", path, BodyPublishers.noBody());
    }

    /** An endpoint whose first addition has been declined. */
    private String declinedOnce() {
        String id = MagicEndpoint.DECLINED.onAdding(1);
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        awaitStatus(id, "REJECTED");
        return id;
    }

    private void awaitStatus(String id, String status) {
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.endpoint(id))).isOk().has("/connectionStatus", status);
    }

    private Answer operation(Answer accepted) {
        return editor.get("/operations/" + accepted.text("/id"));
    }

    private Answer end(Answer accepted) {
        return Patience.until(
                () -> {
                    gateway.atlasClock().advance(Duration.ofSeconds(5));
                    return operation(accepted);
                },
                answer -> List.of("SUCCEEDED", "FAILED").contains(answer.text("/state")));
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
