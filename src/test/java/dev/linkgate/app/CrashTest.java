package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.AppliedWrite;
import dev.linkgate.sandbox.EndpointStatus;
import dev.linkgate.sandbox.LinkStatus;
import dev.linkgate.sandbox.Provider;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.Timing;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the gateway in the middle of its work, again and again, and looks whether its audit trail still tells of every
 * write that Atlas saw. More rounds by the system property {@code linkgate.crash.rounds}.
 */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("linkgate.crash.rounds", 3);
    private static final int CALLERS = 4;
    private static final int WRITES_BEFORE_THE_END = 40;

    private final Path data = Gateway.newDirectory();
    private final ProjectId project = Scene.newProject();
    private final List<LinkId> links =
            IntStream.range(0, CALLERS).mapToObj(n -> Scene.newLink()).toList();
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();

    /** One write as Atlas and the trail both name it. */
    private record Write(String action, String link, String endpoint) {}

    @Test
    void everyWriteThatAtlasSawIsOnRecord() throws Exception {
        try (SimulatedAtlas atlas = atlas()) {
            for (int round = 0; round < ROUNDS; round++) {
                GatewayProcess gateway = start(atlas);
                assertTrailIsWhole(gateway);
                writeUntilItIsKilled(gateway);
            }
            assertThat(atlas.writes()).hasSizeGreaterThanOrEqualTo(ROUNDS * WRITES_BEFORE_THE_END);

            try (GatewayProcess gateway = start(atlas)) {
                assertTrailIsWhole(gateway);
                List<JsonNode> trail = trail(gateway);
                assertEveryWriteHasItsIntent(atlas.writes(), trail);
                assertEveryReceiptIsInTheTrail(trail);
            }
        }
    }

    private SimulatedAtlas atlas() {
        SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withPort(0)
                        .withRemembered(1_000_000)
                        .withTiming(Timing.INSTANT)
                        .withKey(Gateway.PUBLIC_KEY, Secret.of(Gateway.PRIVATE_KEY)))
                .start();
        for (LinkId link : links) {
            atlas.addLink(project, link, Provider.AWS, "US_EAST_1", LinkStatus.AVAILABLE);
            atlas.addEndpoint(project, link, Scene.newEndpoint(), EndpointStatus.AVAILABLE);
        }
        return atlas;
    }

    private GatewayProcess start(SimulatedAtlas atlas) {
        return GatewayProcess.start(Map.of(
                        "LINKGATE_DATA_DIR", data.toString(),
                        "LINKGATE_ADMIN_TOKEN", Gateway.ADMIN_TOKEN,
                        "LINKGATE_ATLAS_BASE_URL", atlas.baseUrl().toString(),
                        "ATLAS_PUBLIC_KEY", Gateway.PUBLIC_KEY,
                        "ATLAS_PRIVATE_KEY", Gateway.PRIVATE_KEY))
                .awaitReady();
    }

    private void writeUntilItIsKilled(GatewayProcess gateway) throws Exception {
        CountDownLatch enough = new CountDownLatch(WRITES_BEFORE_THE_END);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> work = new ArrayList<>();
            for (LinkId link : links) {
                work.add(callers.submit(() -> write(administrator(gateway), link, enough)));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            gateway.kill();
            for (Future<?> each : work) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** Adds and removes endpoints until nobody answers any more. */
    private void write(Caller caller, LinkId link, CountDownLatch enough) {
        String endpoints = "/projects/" + project + "/links/" + link + "/endpoints";
        try {
            while (true) {
                String id = Scene.newEndpoint();
                note(caller.post(endpoints, Scene.body(id)), 201, enough);
                note(caller.delete(endpoints + "/" + id), 202, enough);
            }
        } catch (UncheckedIOException killed) {
            // As it must be, sooner or later.
        }
    }

    private void note(Answer answer, int status, CountDownLatch enough) {
        assertThat(answer).hasStatus(status);
        receipts.add(answer.header("Audit-Receipt"));
        enough.countDown();
    }

    private static void assertTrailIsWhole(GatewayProcess gateway) {
        assertThat(administrator(gateway).get("/admin/audit/verification"))
                .isOk()
                .has("/valid", true);
    }

    private static void assertEveryWriteHasItsIntent(List<AppliedWrite> writes, List<JsonNode> trail) {
        Map<Write, Long> intents = trail.stream()
                .filter(record -> record.at("/phase").asString().equals("INTENT"))
                .map(record -> new Write(
                        record.at("/action").asString(),
                        record.at("/linkId").asString(),
                        record.at("/interfaceEndpointId").asString()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map<Write, Long> applied = writes.stream()
                .map(write -> new Write(
                        write.method().equals("POST") ? "endpoint.add" : "endpoint.remove",
                        write.uri().replaceFirst(".*/endpointService/([^/]+)/.*", "$1"),
                        write.endpoint()))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(applied)
                .isNotEmpty()
                .allSatisfy((write, times) -> assertThat(intents.getOrDefault(write, 0L))
                        .as("intents of %s", write)
                        .isGreaterThanOrEqualTo(times));
    }

    /** What a caller was told stays true after the crash. */
    private void assertEveryReceiptIsInTheTrail(List<JsonNode> trail) {
        assertThat(receipts).isNotEmpty().allSatisfy(receipt -> {
            String[] parts = receipt.split(":", -1);
            JsonNode record = trail.get(Integer.parseInt(parts[0]) - 1);
            assertThat(record.at("/hash").asString()).isEqualTo(parts[1]);
            assertThat(record.at("/phase").asString()).isEqualTo("OUTCOME");
        });
    }

    private static List<JsonNode> trail(GatewayProcess gateway) {
        JsonMapper json = JsonMapper.builder().build();
        return administrator(gateway)
                .with("Accept", "application/x-ndjson")
                .get("/admin/audit")
                .body()
                .lines()
                .map(json::readTree)
                .toList();
    }

    private static Caller administrator(GatewayProcess gateway) {
        return gateway.caller(answer -> answer).with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
    }
}
