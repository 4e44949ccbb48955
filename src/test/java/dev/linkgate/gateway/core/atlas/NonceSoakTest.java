package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers, a strict Atlas, and short-lived nonces. {@code -Dtest.soak.calls=100000} makes it long; it
 * prints what docs/benchmarks/README.md records.
 */
class NonceSoakTest {

    private static final int CALLERS = 64;
    private static final int CALLS = Integer.getInteger("test.soak.calls", 2_000);

    /**
     * The life of a nonce in looks at Atlas's clock, which goes on by a millisecond with each: some requests' worth,
     * however busy the machine is.
     */
    private static final Duration LIFETIME = Duration.ofMillis(700);

    /** One of each cloud. Azure's id is percent-encoded, and the digest covers it as it is sent. */
    private static final List<String> ENDPOINTS = Stream.of(
                    DemoAtlas.AVAILABLE_ENDPOINT,
                    DemoAtlas.AVAILABLE_AZURE_ENDPOINT,
                    DemoAtlas.AVAILABLE_PORT_MAPPED_ENDPOINT)
            .map(EndpointId::new)
            .map(id -> new V2Dialect()
                    .endpoint(
                            DemoAtlas.PROJECT, Requests.demoLink(id.provider()).link(), id))
            .toList();

    private final AtomicLong looks = new AtomicLong();
    private final List<CredentialState> states = new CopyOnWriteArrayList<>();

    @Test
    @Timeout(600)
    void expiringNoncesAreHidden() throws Exception {
        try (SimulatedAtlas atlas = strictAtlas();
                HttpChannel http = new HttpChannel(Requests.settings(atlas.baseUrl()), "1", client -> client)) {
            AtlasChannel channel = channel(http);

            long start = System.nanoTime();
            callAll(call -> assertIsAnswered(channel, call));
            double seconds = (System.nanoTime() - start) / 1e9;

            System.out.printf(
                    "soak: %d calls, %d callers, nonces of %d ms, %.1f s, %.3f round trips a call, repeated counts %d,"
                            + " challenges %s%n",
                    CALLS,
                    CALLERS,
                    LIFETIME.toMillis(),
                    seconds,
                    (double) atlas.log().requests() / CALLS,
                    atlas.log().repeatedCounts(),
                    challenges(atlas));
            assertCountsAreInOrder(atlas);
        }
    }

    /** A request without an answer may have used its count, or not. */
    @Test
    @Timeout(600)
    void noCountIsRepeatedOrSkippedWhereRequestsAndAnswersAreLost() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (SimulatedAtlas atlas = strictAtlas();
                HttpChannel http = new HttpChannel(Requests.settings(atlas.baseUrl()), "1", client -> client)) {
            AtlasChannel channel = channel(http);
            callAll(call -> {
                switch (call % 10) {
                    case 3 -> atlas.faultsBeforeAuthentication().next("GET", "/endpoint/", Fault.reset());
                    case 7 -> atlas.faults().next("GET", "/endpoint/", Fault.cutShort());
                    default -> {}
                }
                try {
                    assertIsAnswered(channel, call);
                } catch (TransportFailure e) {
                    lost.incrementAndGet();
                }
            });

            assertThat(lost.get()).isBetween(CALLS / 10, CALLS / 5);
            assertCountsAreInOrder(atlas);
        }
    }

    private SimulatedAtlas strictAtlas() {
        SandboxSettings settings =
                SandboxSettings.defaults().withKey(Requests.KEY.publicKey(), Requests.KEY.privateKey());
        SimulatedAtlas atlas = new SimulatedAtlas(settings.withRemembered(0)
                .withClock(() -> Instant.EPOCH.plusMillis(looks.incrementAndGet()))
                .withAccess(settings.access().withNonceLifetime(LIFETIME)));
        DemoAtlas.seed(atlas.start());
        return atlas;
    }

    private AtlasChannel channel(HttpChannel http) {
        return new AuthenticatingChannel(http, InstantSource.system(), (credential, state) -> states.add(state));
    }

    private void assertCountsAreInOrder(SimulatedAtlas atlas) {
        assertThat(atlas.log().repeatedCounts()).isZero();
        assertThat(Arrays.stream(ChallengeReason.values())
                        .filter(reason -> atlas.log().challenges(reason) > 0)
                        .toList())
                .containsOnly(ChallengeReason.NO_CREDENTIALS, ChallengeReason.STALE_NONCE);
        assertThat(states).containsExactly(CredentialState.OK);
    }

    private static void assertIsAnswered(AtlasChannel channel, int call) {
        String endpoint = ENDPOINTS.get(call % ENDPOINTS.size());
        assertThat(channel.exchange(Requests.get(endpoint)).status()).isEqualTo(200);
    }

    /** The first call that fails ends it all. */
    private static void callAll(IntConsumer calls) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> {
                        for (int call = begun.getAndIncrement(); call < CALLS; call = begun.getAndIncrement()) {
                            calls.accept(call);
                        }
                    }))
                    .toList();
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
    }

    private static String challenges(SimulatedAtlas atlas) {
        return Arrays.stream(ChallengeReason.values())
                .filter(reason -> atlas.log().challenges(reason) > 0)
                .map(reason -> reason + " " + atlas.log().challenges(reason))
                .collect(Collectors.joining(", "));
    }
}
