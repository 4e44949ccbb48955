package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cost of a failing or hanging Atlas for Atlas itself, the caller, and the other teams. */
class OutageTest {

    private static final int CALLS = 1_000;
    private static final int FLOOR = 10;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Dialect V2 = new V2Dialect();

    private final SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                    .withKey(DemoAtlas.PUBLIC_KEY, Outbound.PRIVATE_KEY)
                    .withTiming(Timing.INSTANT))
            .start();
    private final HttpChannel http = http(64);

    OutageTest() {
        DemoAtlas.seed(atlas);
    }

    @AfterEach
    void close() {
        http.close();
        atlas.close();
    }

    /** Each call is for another project, because the breaker of one would soon open. */
    @Test
    void outageIsNotMultiplied() {
        Outbound outbound = new Outbound(http, Requests.resilience());
        atlas.faults().always("*", ".", Fault.answer(503, Map.of(), ""));

        failingReads(
                CALLS,
                i -> outbound.project(V2, "payments", DEADLINE, Outbound.KEY, new ProjectId("%024x".formatted(i))));

        // Pauses move the clock, which brings some of the floor back; those are counted too.
        long seconds = outbound.pauses.stream().mapToLong(Duration::toMillis).sum() / 1_000;
        assertThat(authorized()).isGreaterThan(CALLS).isLessThanOrEqualTo((long) (1.1 * CALLS) + FLOOR + seconds);
    }

    /** The deadline is long enough to send the request first, however busy the machine is. */
    @Test
    @Timeout(60)
    void endsAtTheDeadlineAndEndsTheExchangeWithIt() throws InterruptedException, ExecutionException {
        Outbound outbound = new Outbound(http, Requests.resilience());
        outbound.project(V2, "payments", DEADLINE).links(Provider.AWS); // the nonce is there
        atlas.faults().always("*", ".", Fault.hang());
        Duration deadline = Duration.ofSeconds(4);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ProblemCode> reading = threads.submit(() ->
                    refusal(() -> outbound.project(V2, "payments", deadline).links(Provider.AWS)));
            Future<ProblemCode> adding = threads.submit(() ->
                    refusal(() -> Requests.add(outbound.project(V2, "payments", deadline), AtlasFixture.NEW)
                            .orThrow()));

            assertThat(reading.get()).isEqualTo(ProblemCode.ATLAS_TIMEOUT);
            assertThat(adding.get()).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        }
        assertThat(outbound.pauses).as("no time to try again").isEmpty();
    }

    /** The audit's commit of the intent lies before. */
    @Test
    void theDeadlineStartsWithTheFirstUse() {
        Duration deadline = Duration.ofHours(1);
        AtlasProjectClient project = new Outbound(http, Requests.resilience()).project(V2, "payments", deadline);
        long created = System.nanoTime();
        while (System.nanoTime() - created < Duration.ofMillis(50).toNanos()) {
            Thread.onSpinWait();
        }
        long used = System.nanoTime();

        Duration left = project.timeLeft();

        assertThat(left.plusNanos(System.nanoTime() - used)).isGreaterThanOrEqualTo(deadline);
        assertThat(project.timeLeft()).as("goes on").isLessThan(left);
    }

    @Test
    void isNotWaitedOutBeyondTheDeadline() {
        Outbound outbound = new Outbound(http, Requests.resilience());
        atlas.faults().always("GET", ".", Fault.answer(503, Map.of("Retry-After", "60"), ""));

        assertThat(refusal(() -> outbound.project(V2, "payments", DEADLINE).links(Provider.AWS)))
                .isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);

        assertThat(outbound.pauses).isEmpty();
        assertThat(authorized()).isOne();
    }

    /** One connection, so that the second read has to use that of the first. */
    @Test
    void aReadWhoseKeptConnectionEndsIsSentAgainAtOnce() {
        try (HttpChannel single = http(1)) {
            Outbound outbound = new Outbound(single, Requests.resilience());
            outbound.project(V2, "payments", DEADLINE).links(Provider.AWS);
            atlas.faults().next("GET", ".", Fault.reset());

            outbound.project(V2, "payments", DEADLINE).links(Provider.AWS);

            assertThat(outbound.pauses).isEmpty();
            assertThat(authorized()).isEqualTo(3);
        }
    }

    @Test
    void aReadWhoseNewConnectionEndsTooIsSentAgainAfterAPause() {
        try (HttpChannel single = http(1)) {
            Outbound outbound = new Outbound(single, Requests.resilience());
            outbound.project(V2, "payments", DEADLINE).links(Provider.AWS);
            atlas.faults().next("GET", ".", Fault.reset(), Fault.reset());

            outbound.project(V2, "payments", DEADLINE).links(Provider.AWS);

            assertThat(outbound.pauses).hasSize(1);
            assertThat(authorized()).isEqualTo(4);
        }
    }

    private HttpChannel http(int maxConnections) {
        return new HttpChannel(
                new AtlasSettings(
                        atlas.baseUrl().toString(),
                        List.of(),
                        false,
                        AtlasSettings.Api.V2,
                        DEADLINE,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        maxConnections),
                "test",
                client -> client);
    }

    private static void failingReads(int calls, IntFunction<AtlasProjectClient> projects) {
        IntStream.range(0, calls)
                .forEach(i -> assertThat(refusal(() -> projects.apply(i).links(Provider.AWS)))
                        .isEqualTo(ProblemCode.ATLAS_UNAVAILABLE));
    }

    private static ProblemCode refusal(Runnable work) {
        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, work::run);
        assertThat(thrown).as("is refused").isNotNull();
        return thrown.failure().code();
    }

    private long authorized() {
        return atlas.log().seen().stream()
                .filter(request -> request.authorized())
                .count();
    }
}
