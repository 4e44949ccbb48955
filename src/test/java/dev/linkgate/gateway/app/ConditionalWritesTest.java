package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code If-Match} and {@code If-None-Match} on writes (RFC 9110, section 13.1). */
@Tag("postgresql")
class ConditionalWritesTest {

    private static final String OTHER_TAG = "W/\"0123456789abcdef\"";

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
    private final Caller owner = scene.owner();

    @AfterEach
    void nothingElseIsSent() {
        assertThat(scene.viewer().get(scene.endpoint(endpoint))).isOk().has("/deleteRequested", false);
    }

    @Test
    void aWriteWithTheCurrentTagIsDone() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String second = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String tag = owner.get(scene.endpoint(second)).header("ETag");

        assertThat(owner.with("If-Match", tag).put(scene.endpoint(second))).isOk();
        assertThat(owner.with("If-Match", OTHER_TAG + ", " + tag).delete(scene.endpoint(second)))
                .hasStatus(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void aWriteWithAnotherTagIsRefused(String method) {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller caller = owner.with("If-Match", OTHER_TAG);

        assertThat(
                        method.equals("PUT")
                                ? caller.put(scene.endpoint(endpoint))
                                : caller.delete(scene.endpoint(endpoint)))
                .isProblem("precondition-failed");
    }

    @Test
    void aPresentEndpointIsNotAddedIfItMustBeAbsent() {
        assertThat(owner.with("If-None-Match", "*").put(scene.endpoint(endpoint)))
                .isProblem("precondition-failed");
        assertThat(owner.with("If-None-Match", "*").put(scene.endpoint(Scene.newEndpoint())))
                .hasStatus(201);
        assertThat(owner.with("If-Match", "*").put(scene.endpoint(Scene.newEndpoint())))
                .isProblem("precondition-failed");
    }

    @Test
    void linksHaveConditionsToo() {
        String link = scene.links() + "/" + scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        String change = "{\"supportedRemoteRegions\":[\"EU_WEST_2\"]}";
        String before = owner.get(link).header("ETag");

        assertThat(owner.with("If-Match", OTHER_TAG).patch(link, change)).isProblem("precondition-failed");
        assertThat(owner.with("If-Match", before).patch(link, change)).isOk();
        assertThat(owner.with("If-Match", before).delete(link)).isProblem("precondition-failed");
        assertThat(owner.with("If-Match", before).delete(link + "?dryRun=true")).isProblem("precondition-failed");
        assertThat(owner.with("If-Match", "*").delete(link)).hasStatus(202);
    }

    @Test
    void anUnreadableConditionIsRefused() {
        assertThat(owner.with("If-Match", "abc").delete(scene.endpoint(endpoint)))
                .isInvalidIn("If-Match");
    }
}
