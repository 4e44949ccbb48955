package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The caller's answer when Atlas does not answer before the deadline. All ask at the same time, so that a deadline long
 * enough for a busy machine to send their requests passes once.
 */
@Tag("harness")
class SilentAtlasTest {

    private static final Gateway GATEWAY = Gateway.start("linkgate.atlas.deadline=6s");

    private static final Silence READING = read();
    private static final Silence READING_OF_A_TOOL = readAsTool();
    private static final Silence ADDING_UNDONE = add(MagicEndpoint.DEAD);
    private static final Silence ADDING_DONE = add(MagicEndpoint.DEAD_AFTER);
    private static final Silence REMOVING = remove();

    private record Silence(Scene scene, String endpoint, CompletableFuture<Answer> answer) {}

    private static Silence read() {
        Scene scene = Scene.in(GATEWAY);
        Caller viewer = scene.viewer();
        String endpoint = MagicEndpoint.DEAD.onReading(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), endpoint, EndpointStatus.AVAILABLE);
        // A new credential is tried by one request, and the others would wait for it.
        assertThat(viewer.get(scene.linkPath())).isOk();
        return new Silence(
                scene,
                endpoint,
                CompletableFuture.supplyAsync(() -> viewer.get(scene.endpoint(endpoint)), Thread.ofPlatform()::start));
    }

    private static Silence readAsTool() {
        Scene scene = Scene.in(GATEWAY);
        Caller tool = scene.viewer().with("Accept", "application/vnd.atlas.2023-01-01+json");
        String endpoint = MagicEndpoint.DEAD.onReading(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), endpoint, EndpointStatus.AVAILABLE);
        String path = "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint/AWS/endpointService/" + scene.link()
                + "/endpoint/" + endpoint;
        return new Silence(
                scene, endpoint, CompletableFuture.supplyAsync(() -> tool.get(path), Thread.ofPlatform()::start));
    }

    private static Silence add(MagicEndpoint magic) {
        Scene scene = Scene.in(GATEWAY);
        Caller editor = scene.editor();
        String endpoint = magic.onAdding(0);
        return new Silence(
                scene,
                endpoint,
                CompletableFuture.supplyAsync(
                        () -> editor.post(scene.endpoints(), Scene.body(endpoint)), Thread.ofPlatform()::start));
    }

    private static Silence remove() {
        Scene scene = Scene.in(GATEWAY);
        Caller editor = scene.editor();
        String endpoint = MagicEndpoint.DEAD.onReading(0);
        GATEWAY.atlas().addEndpoint(scene.project(), scene.link(), endpoint, EndpointStatus.AVAILABLE);
        return new Silence(
                scene,
                endpoint,
                CompletableFuture.supplyAsync(
                        () -> editor.delete(scene.endpoint(endpoint)), Thread.ofPlatform()::start));
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void aReadingFails() {
        assertThat(READING.answer().join()).isProblem("atlas-timeout");
        assertThat(READING.scene().viewer().get(READING.scene().linkPath()))
                .as("the trouble has not spread")
                .isOk();
    }

    @Test
    void theReadingOfAToolFails() {
        assertThat(READING_OF_A_TOOL.answer().join()).isAtlasError(504, "UNEXPECTED_ERROR");
    }

    @Test
    void unansweredAdditionIsUnknown() {
        assertThat(ADDING_UNDONE.answer().join()).isProblem("outcome-unknown").hasNo("/atlas");
        assertThat(ADDING_UNDONE.scene().writes()).isEmpty();
    }

    @Test
    void appliedAdditionIsFound() {
        Silence silence = ADDING_DONE;
        assertThat(silence.answer().join())
                .hasStatus(201)
                .hasHeader("Location", silence.scene().endpoint(silence.endpoint()))
                .has("/interfaceEndpointId", silence.endpoint())
                .has("/connectionStatus", "PENDING_ACCEPTANCE");
        assertThat(silence.scene().writes()).hasSize(1);
    }

    @Test
    void removalWithoutItsFirstReadFails() {
        Answer answer = REMOVING.answer().join();
        assertThat(answer).isProblem("atlas-timeout");
        assertThat(REMOVING.scene().writes()).isEmpty();
        String record = answer.header("Audit-Receipt").replaceFirst(":.*", "");
        assertThat(GATEWAY.administrator().get("/admin/audit/records/" + record))
                .has("/phase", "OUTCOME")
                .has("/result", "FAILED")
                .has("/credential", "default")
                .has("/code", "atlas-timeout");
    }
}
