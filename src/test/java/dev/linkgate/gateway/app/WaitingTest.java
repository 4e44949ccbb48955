package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: wait=N}, with an Atlas whose clock stands, so that an endpoint settles when a test wants it. */
@Alone
class WaitingTest {

    private static final Duration WAIT = Duration.ofSeconds(50);

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller editor = scene.editor();
    private final Caller patient = editor.with("Prefer", "wait=50");

    @Test
    void anAdditionIsAnsweredWhenTheEndpointHasSettled() {
        String id = Scene.newEndpoint();

        Answer answer = settles(() -> patient.post(scene.endpoints(), Scene.body(id)));

        assertThat(answer)
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .hasHeader("Preference-Applied", "wait=50")
                .has("/connectionStatus", "AVAILABLE");
        assertThat(answer.header("ETag"))
                .isEqualTo(editor.get(scene.endpoint(id)).header("ETag"));
        assertThat(answer.header("Age")).matches("[0-9]+");
    }

    @Test
    void heldReadComparesTheTagAtTheEnd() {
        String id = Scene.newEndpoint();
        String pending = editor.post(scene.endpoints(), Scene.body(id)).header("ETag");

        Answer answer = settles(() -> patient.with("If-None-Match", pending).get(scene.endpoint(id)));

        assertThat(answer).isOk().hasHeader("Preference-Applied", "wait=50").has("/connectionStatus", "AVAILABLE");
        assertThat(patient.with("If-None-Match", answer.header("ETag")).get(scene.endpoint(id)))
                .as("settled already")
                .hasStatus(304)
                .hasHeader("Preference-Applied", "wait=50");
    }

    @Test
    void anEndpointThatTheCloudDoesNotKnowIsAnsweredWhenItIsRejected() {
        String unknown = Scene.newMagic(MagicEndpoint.UNKNOWN.onAdding(0));

        Answer answer = settles(() -> patient.post(scene.endpoints(), Scene.body(unknown)));

        assertThat(answer)
                .hasStatus(201)
                .has("/connectionStatus", "REJECTED")
                .has("/failed", true)
                .has("/errorMessage", "Interface endpoint " + unknown + " was not found.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRemovalOfALinkWaitsForItsLeavingEndpoints(boolean atlasKeepsEmptyLinks) {
        if (atlasKeepsEmptyLinks) {
            gateway.atlas().keepEmptyLinks(scene.project());
        }
        String leaving = scene.endpoint(scene.hasEndpoint(EndpointStatus.AVAILABLE));
        assertThat(editor.delete(leaving + "?allowLinkRemoval=true")).hasStatus(202);
        Caller owner = scene.owner();

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> owner.with("Prefer", "wait=50").delete(scene.linkPath()), Thread.ofPlatform()::start);
        Patience.until(() -> gateway.metric("linkgate_waiters"), gauge -> gauge == 1);
        Patience.until(() -> {
            gateway.atlasClock().advance(Duration.ofSeconds(5));
            return answer.isDone();
        });

        assertThat(answer.join()).hasStatus(202).has("/status", "DELETING").hasHeader("Preference-Applied", "wait=50");
        assertThat(owner.get(scene.linkPath())).isProblem("link-not-found");
    }

    /** Atlas takes an empty link away by itself, perhaps right after it was seen. */
    @Test
    void aLinkThatGoesAfterItsLastEndpointIsRemoved() {
        gateway.atlas().keepEmptyLinks(scene.project());
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(editor.delete(scene.endpoint(id) + "?allowLinkRemoval=true")).hasStatus(202);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> scene.owner().with("Prefer", "wait=50").delete(scene.linkPath()), Thread.ofPlatform()::start);
        Patience.until(() -> gateway.metric("linkgate_waiters"), gauge -> gauge == 1);

        CompletableFuture<Void> emptied = hold("/endpoint/" + id);
        Patience.until(() -> gateway.atlas().faults().pending() == 0);
        Patience.until(() -> {
            gateway.atlasClock().advance(Duration.ofSeconds(5));
            return gateway.atlas().endpoint(scene.project(), scene.link(), id).isEmpty();
        });
        CompletableFuture<Void> gone = hold("/endpointService/" + scene.link() + "$");
        emptied.complete(null);
        Patience.until(() -> gateway.atlas().faults().pending() == 0);
        gateway.atlas().dropLink(scene.project(), scene.link());
        gone.complete(null);

        assertThat(answer.join()).hasStatus(202).has("/status", "DELETING");
    }

    /** Holds Atlas's answer to the next read of a path until it is completed. */
    private CompletableFuture<Void> hold(String path) {
        CompletableFuture<Void> release = new CompletableFuture<>();
        gateway.atlas().faults().next("GET", path, Fault.hold(release));
        return release;
    }

    @Test
    void theRemovalOfALinkDoesNotWaitForEndpointsThatStay() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(scene.owner().with("Prefer", "wait=50").delete(scene.linkPath()))
                .isProblem("link-not-empty")
                .has("/retryable", false);
    }

    @Test
    void aRemovalIsAnsweredWhenTheEndpointIsGone() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        Answer answer = settles(() -> patient.delete(scene.endpoint(id)));

        assertThat(answer)
                .hasStatus(204)
                .hasHeader("Preference-Applied", "wait=50")
                .isEmpty();
        assertThat(answer.header("Audit-Receipt")).isNotEmpty();
        assertThat(editor.get(scene.endpoint(id))).isProblem("endpoint-not-found");
    }

    @Test
    void aRemovalThatTakesLongerIsAnsweredWithTheEndpoint() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(editor.with("Prefer", "wait=1").delete(scene.endpoint(id)))
                .hasStatus(202)
                .hasHeader("Preference-Applied", "wait=1")
                .has("/interfaceEndpointId", id)
                .has("/connectionStatus", "DELETING")
                .has("/deleteRequested", true);
    }

    @Test
    void waitForAVanishedEndpointIsNotFound() {
        String id = Scene.newEndpoint();
        editor.post(scene.endpoints(), Scene.body(id));
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        editor.delete(scene.endpoint(id));

        assertThat(settles(() -> patient.get(scene.endpoint(id)))).isProblem("endpoint-not-found");

        assertThat(gateway.administrator().get("/admin/audit?action=endpoint.get&limit=1&projectId=" + scene.project()))
                .as("the record says what the caller was told")
                .has("/results/0/status", 404);
    }

    @Test
    void aReadOfALinkIsAnsweredWhenTheLinkHasSettled() {
        Caller owner = scene.owner();
        String created = created(owner);

        Answer answer = settles(() -> owner.with("Prefer", "wait=50").get(created));

        assertThat(answer).isOk().hasHeader("Preference-Applied", "wait=50").has("/status", "AVAILABLE");
        assertThat(answer.header("Age")).matches("[0-9]+");
        assertThat(owner.with("Prefer", "wait=50").get(created))
                .as("settled already")
                .isOk()
                .hasHeader("Preference-Applied", "wait=50");
    }

    private String created(Caller owner) {
        return owner.post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"}")
                .header("Location");
    }

    @Test
    void timeoutReturnsTheCurrentState() {
        String id = Scene.newEndpoint();
        Caller hasty = editor.with("Prefer", "wait=1");
        assertThat(hasty.post(scene.endpoints(), Scene.body(id)))
                .hasStatus(201)
                .hasHeader("Preference-Applied", "wait=1")
                .has("/connectionStatus", "PENDING_ACCEPTANCE");
        assertThat(hasty.get(scene.endpoint(id)))
                .isOk()
                .hasHeader("Preference-Applied", "wait=1")
                .has("/connectionStatus", "PENDING_ACCEPTANCE");
        Answer link = scene.owner()
                .with("Prefer", "wait=1")
                .post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"}");
        assertThat(link)
                .hasStatus(201)
                .hasHeader("Preference-Applied", "wait=1")
                .has("/status", "INITIATING");
        assertThat(link.header("Age")).matches("[0-9]+");
    }

    @Test
    void failureIsNotWaitedFor() {
        assertThat(patient.get(scene.endpoint(Scene.newEndpoint()))).isProblem("endpoint-not-found");
        String id = scene.hasEndpoint(EndpointStatus.PENDING);
        assertThat(patient.post(scene.endpoints(), Scene.body(id))).isProblem("endpoint-exists");
        assertThat(patient.delete(scene.endpoint(id))).isProblem("last-endpoint");
    }

    /** Lets Atlas's time pass once the question is being held. */
    private Answer settles(Supplier<Answer> question) {
        long began = System.nanoTime();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(question, Thread.ofPlatform()::start);
        Patience.until(() -> gateway.metric("linkgate_waiters"), gauge -> gauge == 1);
        assertThat(answer).isNotDone();
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        Answer settled = answer.join();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("it was not waited out")
                .isLessThan(WAIT);
        return settled;
    }
}
