package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills the gateway while Atlas works for it; a repeated request is then done once and answered so. */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
class CrashedRequestsTest {

    private static final int REQUESTS = 8;

    private final Path data = TestDirectories.create();
    private final ProjectId project = Scene.newProject();
    private final LinkId link = Scene.newLink();
    private final String path = "/projects/" + project + "/links/" + link + "/endpoints";
    private final List<String> endpoints =
            Stream.generate(Scene::newEndpoint).limit(REQUESTS).toList();

    @Test
    void repeatedRequestIsDoneOnceAfterACrash() throws Exception {
        try (SimulatedAtlas atlas = atlas()) {
            killWhileAtlasIsAtWork(atlas);
            List<Integer> statuses = new ArrayList<>();

            try (GatewayProcess restarted = start(atlas)) {
                for (String endpoint : endpoints) {
                    Answer answer = caller(restarted, endpoint).post(path, Scene.body(endpoint));
                    assertThat(answer).has("/interfaceEndpointId", endpoint);
                    statuses.add(answer.status());
                }
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(REQUESTS / 2);
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(REQUESTS / 2);
            assertThat(atlas.log().writes()).isEqualTo(REQUESTS);
            assertThat(atlas.log().applied())
                    .extracting(AppliedWrite::endpoint)
                    .containsExactlyInAnyOrderElementsOf(endpoints);
        }
    }

    /** Atlas has done half of the writes and has not begun the others; its answers never come. */
    private void killWhileAtlasIsAtWork(SimulatedAtlas atlas) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            Fault hang = Fault.hang();
            atlas.faults().next("POST", link.value(), i % 2 == 0 ? hang : hang.afterApplying());
        }
        GatewayProcess gateway = start(atlas);
        // A new key is tried by one request first, and the others wait for its answer.
        assertThat(caller(gateway, "none").get(path)).isOk();
        try (ExecutorService callers = Executors.newFixedThreadPool(REQUESTS)) {
            List<Future<Answer>> pending = new ArrayList<>();
            for (String endpoint : endpoints) {
                pending.add(callers.submit(() -> caller(gateway, endpoint).post(path, Scene.body(endpoint))));
            }
            Patience.until(() -> atlas.faults().pending(), left -> left == 0);
            Patience.until(atlas.log()::writes, writes -> writes == REQUESTS / 2);
            gateway.kill();
            for (Future<Answer> each : pending) {
                assertThatThrownBy(() -> each.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
            }
        }
    }

    private static Caller caller(GatewayProcess gateway, String endpoint) {
        return gateway.caller(answer -> answer)
                .with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN)
                .with("Idempotency-Key", "add-" + endpoint);
    }

    private SimulatedAtlas atlas() {
        SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withPort(0)
                        .withKey(Gateway.PUBLIC_KEY, Secret.of(Gateway.PRIVATE_KEY)))
                .start();
        atlas.addLink(project, link, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        return atlas;
    }

    private GatewayProcess start(SimulatedAtlas atlas) {
        return GatewayProcess.start(Map.of(
                        "LINKGATE_DATA_DIR",
                        data.toString(),
                        "LINKGATE_ADMIN_TOKEN",
                        Gateway.ADMIN_TOKEN,
                        "LINKGATE_ATLAS_BASE_URL",
                        atlas.baseUrl().toString(),
                        "ATLAS_PUBLIC_KEY",
                        Gateway.PUBLIC_KEY,
                        "ATLAS_PRIVATE_KEY",
                        Gateway.PRIVATE_KEY))
                .awaitReady();
    }
}
