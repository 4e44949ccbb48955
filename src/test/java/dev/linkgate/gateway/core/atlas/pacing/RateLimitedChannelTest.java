package dev.linkgate.gateway.core.atlas.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.atlas.Outbound;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class RateLimitedChannelTest {

    private static final String PROJECT = "64b7f0c2a91d3e5f60718293";
    private static final String OTHER_PROJECT = "64b7f0c2a91d3e5f60718294";
    private static final AtlasCredential KEY = Requests.KEY;
    private static final AtlasCredential OTHER_KEY =
            new AtlasCredential.DigestKey("other", 1, "ponmlkji", Outbound.PRIVATE_KEY, null);

    /** The time until reads may pass at 100 a second, after none was left: the writes' reserve comes first. */
    private static final Duration UNTIL_READS_MAY_PASS = Duration.ofMillis(300);

    private final ManualClock clock = new ManualClock();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedWire wire = new ScriptedWire();

    @AutoClose
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final WaitMetrics waits = new WaitMetrics(this::pause, meters);
    private final RateLimitedChannel channel =
            new RateLimitedChannel(wire, Requests.resilience().rate(), clock, clock::read, waits, meters);

    private boolean pause(Duration time, BooleanSupplier mayWait) {
        pauses.add(time);
        clock.advance(time);
        return mayWait.getAsBoolean();
    }

    /** Whether the answer names the project, names none, or says nothing at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/atlas/v2/groups/" + PROJECT + "/privateEndpoint",
                "/api/atlas/v2/groups/privateEndpoint",
                "/api/atlas/v2/groups/" + OTHER_PROJECT + "/privateEndpoint",
                ""
            })
    void aRateLimitHoldsBackTheProjectThatWasAskedFor(String named) {
        limit(named, 7);

        read("search", OTHER_PROJECT, KEY);
        assertThat(pauses).as("another project of the same credential").isEmpty();

        write("search", PROJECT);
        assertThat(pauses).as("whoever asks, and whatever for").containsExactly(Duration.ofSeconds(7));
        read("search", PROJECT, KEY);
        assertThat(pauses).as("and nobody afterwards").hasSize(1);
    }

    /** Atlas limits each kind of resource separately. */
    @Test
    void aRateLimitOfClustersHoldsBackClustersOnly() {
        wire.answers(request -> ScriptedWire.answer(429, "", "Retry-After", "7"));
        clusters(PROJECT);
        wire.answers(200);

        read("payments", PROJECT, KEY);
        assertThat(pauses).isEmpty();

        clusters(PROJECT);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aRateLimitForNoProjectHoldsBackTheCredential() {
        wire.answers(request -> ScriptedWire.answer(429, "", "Retry-After", "7"));
        root(KEY);
        wire.answers(200);

        read("search", PROJECT, OTHER_KEY);
        assertThat(pauses).as("another credential").isEmpty();

        read("search", PROJECT, KEY);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "7.5", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", ""})
    void aWaitOfNothingHoldsNobodyBack(String seconds) {
        wire.answers(request -> ScriptedWire.answer(429, "", "Retry-After", seconds));
        read("payments", PROJECT, KEY);
        wire.answers(200);

        read("payments", PROJECT, KEY);

        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"901", "999999", "999999999999999999"})
    void aSlipOfAtlasLastsForAQuarterOfAnHourAtMost(String seconds) {
        wire.answers(request -> ScriptedWire.answer(429, "", "Retry-After", seconds));
        read("payments", PROJECT, KEY);

        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, () -> read("search", PROJECT, KEY));

        assertThat(thrown.failure().retryAfter()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void bucketWithoutRefillIsTriedAgain() {
        wire.answers(request -> ScriptedWire.answer(429, tokenBucket("x", 0, 1, 1, 999_999)));
        read("payments", PROJECT, KEY);
        LinkgateException thrown = catchThrowableOfType(
                LinkgateException.class, () -> read("payments", PROJECT, KEY, Duration.ofMillis(20)));

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(thrown.failure().retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void tooLongAHoldFailsAtOnce() {
        limit("/api/atlas/v2/groups/privateEndpoint", 55);
        int sent = wire.requests();

        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, () -> read("search", PROJECT, KEY));

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(thrown.failure().retryAfter()).isEqualTo(Duration.ofSeconds(55));
        assertThat(wire.requests()).isEqualTo(sent);
        assertThat(pauses).isEmpty();
    }

    @Test
    void rateLimitIsReadFromTheBody() {
        wire.answers(request -> ScriptedWire.answer(429, tokenBucket("api/atlas/v2/orgs", 5, 4_000, 2_000, 60)));
        read("payments", PROJECT, KEY);
        wire.answers(200);

        read("search", PROJECT, KEY);

        assertThat(pauses).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void writesPassAfterReadsUsedTheirPart() {
        told(100, 12);
        read("payments", PROJECT, KEY, Duration.ofSeconds(5));
        wire.answers(200);
        assertThat(readsThatPass(10)).as("two above the reserve of ten").isEqualTo(2);
        int sent = wire.requests();

        IntStream.range(0, 4).forEach(i -> write("payments", PROJECT));
        IntStream.range(0, 4).forEach(i -> readBack("payments", PROJECT));

        assertThat(wire.requests() - sent)
                .as("to look what became of a write is part of it")
                .isEqualTo(8);
    }

    @Test
    void aReadInTheBackgroundLeavesAllTokensToCallers() {
        told(100, 90);
        background();
        assertThat(wire.requests()).as("while there is plenty it is sent").isEqualTo(1);

        told(100, 24);
        read("search", PROJECT, KEY);
        assertThatThrownBy(this::background)
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        thrown -> assertThat(thrown.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED));
        assertThat(wire.requests()).isEqualTo(2);
        assertThat(pauses).as("nor does it wait").isEmpty();

        read("search", PROJECT, KEY);
        assertThat(wire.requests()).as("a caller finds them").isEqualTo(3);

        clock.advance(Duration.ofMinutes(1));
        background();
        assertThat(wire.requests()).as("half of them have flowed back").isEqualTo(4);
    }

    @Test
    void aReadInTheBackgroundLeavesRoomInAllBucketsOfItsProject() {
        told(100, 24);
        clusters(PROJECT);
        told(100, 90);

        assertThatThrownBy(this::background).isInstanceOf(LinkgateException.class);
    }

    @Test
    void aReadInTheBackgroundDoesNotWaitForTheEndOfAHold() {
        limit("", 7);

        assertThatThrownBy(this::background).isInstanceOf(LinkgateException.class);

        assertThat(pauses).isEmpty();
    }

    @Test
    void aBucketWithPlentyIsNotCounted() {
        told(100, 99);

        IntStream.range(0, 500).forEach(i -> read("payments", PROJECT, KEY));

        assertThat(wire.requests()).isEqualTo(500);
        assertThat(meters.get("linkgate.atlas.buckets.scarce").gauge().value()).isZero();
    }

    @Test
    void aQuietTeamIsServedBeforeTheCrowdOfANoisyOne()
            throws InterruptedException, ExecutionException, TimeoutException {
        refused(1_000, 100); // a request every ten milliseconds
        List<String> served = new CopyOnWriteArrayList<>();
        wire.answers(request -> {
            served.add(request.team());
            return ScriptedWire.answer(200, "{}");
        });

        List<Future<?>> crowd = IntStream.range(0, 60)
                .<Future<?>>mapToObj(i -> threads.submit(() -> read("noisy", PROJECT, KEY)))
                .toList();
        awaitWaiters(60);
        Future<?> quiet = threads.submit(() -> read("quiet", PROJECT, KEY));
        awaitWaiters(61);
        clock.advance(UNTIL_READS_MAY_PASS.plusMillis(30)); // three requests

        quiet.get(60, TimeUnit.SECONDS);
        assertThat(served.indexOf("quiet")).isLessThan(3);
        clock.advance(Duration.ofMinutes(1));
        for (Future<?> one : crowd) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertThat(served).hasSize(61);
        assertThat(waits.waiters(WaitMetrics.Reason.BUCKET)).isZero();
    }

    @Test
    void waitersContinueWhenAtlasReportsPlenty() throws InterruptedException, ExecutionException, TimeoutException {
        refused(1_000, 1);
        wire.answers(200);
        List<Future<?>> crowd = IntStream.range(0, 20)
                .<Future<?>>mapToObj(i -> threads.submit(() -> read("noisy", PROJECT, KEY)))
                .toList();
        awaitWaiters(20);

        clock.advance(Duration.ofSeconds(1)); // for the write
        told(1_000, 999);
        write("payments", PROJECT);

        for (Future<?> one : crowd) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void waiterWhoseCallerHasLeftEndsBeforeItsDeadline() {
        refused(1_000, 1);
        wire.answers(200);

        Future<AtlasResponse> left = threads.submit(() -> {
            RequestContext context = Outbound.context("payments");
            context.waiting().addCondition(() -> false);
            return channel.exchange(
                    AtlasRequest.read(uri(PROJECT), Requests.ACCEPT, KEY, context, Requests.in(Duration.ofHours(1))));
        });

        assertThatThrownBy(() -> left.get(30, TimeUnit.SECONDS)).hasMessageContaining("rate-limited");
        assertThat(waits.waiters(WaitMetrics.Reason.BUCKET)).isZero();
    }

    private void awaitWaiters(int waiters) {
        Patience.until(() -> waits.waiters(WaitMetrics.Reason.BUCKET) == waiters);
    }

    private long readsThatPass(int tries) {
        return IntStream.range(0, tries)
                .filter(i -> {
                    try {
                        read("payments", PROJECT, KEY, Duration.ofMillis(20));
                        return true;
                    } catch (LinkgateException e) {
                        assertThat(e.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                        return false;
                    }
                })
                .count();
    }

    private void limit(String path, int seconds) {
        wire.answers(request -> ScriptedWire.answer(
                429, tokenBucket(path, seconds, 4_000, 2_000, 60), "Retry-After", String.valueOf(seconds)));
        read("payments", PROJECT, KEY);
        wire.answers(
                request -> ScriptedWire.answer(200, "{}", "RateLimit-Limit", "4000", "RateLimit-Remaining", "3999"));
    }

    /** Puts this into each answer from now on. */
    private void told(int limit, int remaining) {
        wire.answers(request -> ScriptedWire.answer(
                200, "{}", "RateLimit-Limit", String.valueOf(limit), "RateLimit-Remaining", String.valueOf(remaining)));
    }

    private void refused(int capacity, int perSecond) {
        wire.answers(request -> ScriptedWire.answer(429, tokenBucket("x", 0, capacity, perSecond, 1)));
        read("payments", PROJECT, KEY);
    }

    private static String tokenBucket(String path, int retryAfter, int capacity, int refill, int seconds) {
        return """
                {"error":429,"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["%s",%d,%d,%d,%d]}""".formatted(path, retryAfter, capacity, refill, seconds);
    }

    private AtlasResponse read(String team, String project, AtlasCredential credential) {
        return read(team, project, credential, Duration.ofSeconds(20));
    }

    private AtlasResponse read(String team, String project, AtlasCredential credential, Duration deadline) {
        return channel.exchange(AtlasRequest.read(
                uri(project), Requests.ACCEPT, credential, Outbound.context(team), Requests.in(deadline)));
    }

    private void read(String uri, AtlasCredential credential, RequestContext context) {
        channel.exchange(AtlasRequest.read(uri, Requests.ACCEPT, credential, context, soon()));
    }

    private void root(AtlasCredential credential) {
        read("/api/atlas/v2", credential, Outbound.context("t"));
    }

    private void background() {
        read(uri(PROJECT), KEY, RequestContext.background("nobody"));
    }

    private void clusters(String project) {
        read("/api/atlas/v2/groups/" + project + "/clusters?pageNum=1", KEY, Outbound.context("payments"));
    }

    private void write(String team, String project) {
        RequestContext context = Outbound.context(team);
        channel.exchange(AtlasRequest.write(
                Intents.any(), HttpMethod.POST, uri(project), Requests.ACCEPT, "{}", KEY, context, soon()));
    }

    private void readBack(String team, String project) {
        channel.exchange(AtlasRequest.readBack(uri(project), Requests.ACCEPT, KEY, Outbound.context(team), soon()));
    }

    private static long soon() {
        return Requests.in(Duration.ofSeconds(20));
    }

    private static String uri(String project) {
        return "/api/atlas/v2/groups/" + project + "/privateEndpoint/AWS/endpointService";
    }
}
