package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many additions with all kinds of faults: none is done twice, and every answer is true.
 * {@code -Dtest.faulted-writes=10000} for more of them, {@code -Dtest.seed=} for others.
 */
@ParameterizedClass
@CsvSource({"V2, AWS", "V2, AZURE", "V2, GCP", "CLASSIC, AWS"})
class ManyFaultedWritesTest {

    private static final int WRITES = Integer.getInteger("test.faulted-writes", 400);
    private static final long SEED = Long.getLong("test.seed", 20_261_124L);
    private static final int CONCURRENCY = 16;

    /** The faults are chosen at random, and some of them more often than others. */
    private static final List<Fault> FAULTS = List.of(
            Fault.reset(),
            Fault.reset().afterApplying(),
            Fault.cutShort(),
            Fault.hang(),
            Fault.hang().afterApplying(),
            Fault.rateLimited(Duration.ofSeconds(0)),
            Fault.answer(429, Map.of(), ""),
            Fault.error(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Upgrading."),
            Fault.answer(408, Map.of(), ""),
            Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."),
            Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error.").afterApplying(),
            Fault.answer(502, Map.of("Content-Type", "text/html"), "<html>"),
            Fault.answer(502, Map.of("Content-Type", "text/html"), "<html>").afterApplying(),
            Fault.answer(503, Map.of(), ""),
            Fault.answer(503, Map.of(), "").afterApplying(),
            Fault.answer(504, Map.of(), "").afterApplying(),
            Fault.answer(200, Map.of("Content-Type", "application/json"), "{\"interf")
                    .afterApplying(),
            Fault.answer(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>"),
            Fault.error(409, "OUT_OF_CAPACITY", "No."),
            Fault.error(403, "FEATURE_UNSUPPORTED", "No."),
            Fault.error(401, "USER_UNAUTHORIZED", "No."),
            Fault.error(400, "ATLAS_GENERAL_ERROR", "Reason: No Capacity.", "No Capacity"));

    private final Dialect dialect;
    private final AtlasSettings.Api api;
    private final Cloud cloud;

    ManyFaultedWritesTest(AtlasSettings.Api api, Cloud cloud) {
        this.api = api;
        this.cloud = cloud;
        this.dialect = switch (api) {
            case V2 -> new V2Dialect();
            case CLASSIC -> new ClassicDialect();
        };
    }

    private enum Told {
        ADDED,
        NOT_ADDED,
        UNKNOWN
    }

    @Test
    void answersMatchWhatHappened(TestReporter reporter)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                                .withKey(DemoAtlas.PUBLIC_KEY, Outbound.PRIVATE_KEY)
                                .withRemembered(4 * WRITES)
                                .withTiming(Timing.INSTANT))
                        .start();
                HttpChannel http = new HttpChannel(
                        new AtlasSettings(
                                atlas.baseUrl().toString(),
                                List.of(),
                                false,
                                api,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2),
                                Duration.ofMillis(250),
                                CONCURRENCY),
                        "test",
                        client -> client)) {
            DemoAtlas.seed(atlas);
            script(atlas, new Random(SEED));

            Map<String, Told> told = write(new Outbound(http, patient()));

            reporter.publishEntry("told", compare(told, atlas.log().applied()).toString());
        }
    }

    /** A third of the requests meet a fault: each endpoint has its own one or two, on writing and on reading back. */
    private static void script(SimulatedAtlas atlas, Random random) {
        atlas.faults()
                .next(
                        "POST",
                        ".",
                        IntStream.range(0, WRITES)
                                .mapToObj(i -> random.nextInt(3) > 0 ? Fault.delay(Duration.ZERO) : any(random))
                                .toArray(Fault[]::new));
        atlas.faults()
                .next(
                        "GET",
                        "[eE]ndpoints?/[^/]+$",
                        IntStream.range(0, WRITES / 4)
                                .mapToObj(i -> random.nextInt(3) > 0 ? Fault.delay(Duration.ZERO) : any(random))
                                .filter(fault -> !(fault.manner() instanceof Fault.Manner.Answer answer
                                        && answer.status() == 200))
                                .toArray(Fault[]::new));
    }

    private static Fault any(Random random) {
        return FAULTS.get(random.nextInt(FAULTS.size()));
    }

    private Map<String, Told> write(Outbound outbound)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Told> told = new ConcurrentHashMap<>();
        Semaphore places = new Semaphore(CONCURRENCY);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> all = IntStream.range(0, WRITES)
                    .mapToObj(i -> new EndpointId(cloud.endpoint("%016x".formatted(0x1_0000_0000L + i))))
                    .map(endpoint -> threads.submit(() -> {
                        places.acquireUninterruptibly();
                        try {
                            told.put(endpoint.value(), add(outbound, endpoint));
                        } finally {
                            places.release();
                        }
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get(10, TimeUnit.MINUTES);
            }
        }
        return told;
    }

    private Told add(Outbound outbound, EndpointId endpoint) {
        AtlasProjectClient project = outbound.project(dialect, "payments", Duration.ofSeconds(10));
        return switch (Requests.add(project, endpoint)) {
            case WriteResult.Applied<Endpoint> applied -> Told.ADDED;
            case WriteResult.Unknown<Endpoint> unknown -> Told.UNKNOWN;
            default -> Told.NOT_ADDED;
        };
    }

    private static Map<Told, Long> compare(Map<String, Told> told, List<AppliedWrite> applied) {
        Map<String, Long> times =
                applied.stream().collect(Collectors.groupingBy(AppliedWrite::endpoint, Collectors.counting()));
        assertThat(told).hasSize(WRITES);
        assertThat(times.values()).as("nothing is done twice").allMatch(count -> count == 1);
        told.forEach((endpoint, word) -> {
            boolean done = times.containsKey(endpoint);
            switch (word) {
                case ADDED -> assertThat(done).as(endpoint + " was added").isTrue();
                case NOT_ADDED ->
                    assertThat(done).as(endpoint + " was not added").isFalse();
                case UNKNOWN -> {}
            }
        });
        Map<Told, Long> sums = told.values().stream()
                .collect(Collectors.groupingBy(
                        Function.identity(), () -> new EnumMap<>(Told.class), Collectors.counting()));
        assertThat(sums).as("all three happen: %s", sums).containsOnlyKeys(Told.values());
        assertThat(sums.get(Told.ADDED)).as("most succeed: %s", sums).isGreaterThan(WRITES * 7L / 10);
        return sums;
    }

    /** The breaker and the bucket would keep the faults from happening. */
    private static ResilienceSettings patient() {
        ResilienceSettings usual = Requests.resilience();
        return new ResilienceSettings(
                usual.teamConnections(),
                usual.retries(),
                new ResilienceSettings.Breaker(100, Duration.ofSeconds(1)),
                new ResilienceSettings.Rate(0));
    }
}
