package dev.linkgate.gateway.core.atlas.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerChannelTest {

    private static final ResilienceSettings.Breaker SETTINGS =
            new ResilienceSettings.Breaker(50, Duration.ofSeconds(10));

    /** The failures that open it, and the trials that decide whether it closes. */
    private static final int MINIMUM = 20;

    private static final int TRIALS = 5;

    private static final int REFUSED = 0;

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedWire wire = new ScriptedWire();
    private final WaitMetrics waits = new WaitMetrics((time, mayWait) -> true, meters);
    private final CircuitBreakerChannel channel = new CircuitBreakerChannel(wire, SETTINGS, clock, waits, meters);

    @Test
    void opensWithARetryAfterWhenMostRequestsFail() {
        fail(MINIMUM);
        clock.advance(Duration.ofSeconds(4));

        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, this::ask);

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(thrown.failure().retryAfter()).isEqualTo(Duration.ofSeconds(6));
        assertThat(wire.requests()).as("the last one was not sent").isEqualTo(MINIMUM);
        assertThat(state()).isEqualTo(2);
        assertThat(meters.get("linkgate.atlas.breaker.refusals").counter().count())
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "x"})
    void aReadInTheBackgroundIsNotSentBeforeAllBreakersOfItsProjectAreClosed(String resource) {
        AtlasRequest background = AtlasRequest.read(
                "/api/atlas/v2/groups/1/" + resource,
                Requests.ACCEPT,
                Requests.KEY,
                RequestContext.background("reconcile"),
                Requests.in(Duration.ofSeconds(20)));
        fail(MINIMUM);
        assertHeldBack(background);

        clock.advance(Duration.ofSeconds(11));
        wire.answers(200);
        assertHeldBack(background);
        ask(TRIALS - 1);
        assertThat(state()).as("half open").isEqualTo(1);
        assertHeldBack(background);
        ask();
        assertThat(channel.exchange(background).status()).isEqualTo(200);
    }

    private void assertHeldBack(AtlasRequest request) {
        int before = wire.requests();
        LinkgateException refusal = catchThrowableOfType(LinkgateException.class, () -> channel.exchange(request));
        assertThat(refusal.failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(wire.requests()).isEqualTo(before);
    }

    @Test
    void opensWhenNothingIsAnswered() {
        wire.answers(request -> {
            throw new TransportFailure(TransportFailure.Phase.SENT, true, new IOException("silence"));
        });
        IntStream.range(0, MINIMUM)
                .forEach(i -> assertThat(catchThrowableOfType(TransportFailure.class, this::ask))
                        .isNotNull());

        assertThat(state()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 406, 409, 410, 429})
    void staysClosedWhateverAtlasRefuses(int status) {
        wire.answers(status);
        ask(100);

        assertThat(state()).isZero();
    }

    @Test
    void staysClosedWhenTheGatewayItselfHadNoTime() {
        wire.answers(request -> {
            throw TransportFailure.whileWaiting(new TimeoutException("no turn"));
        });
        IntStream.range(0, 100)
                .forEach(i -> assertThat(catchThrowableOfType(TransportFailure.class, this::ask))
                        .isNotNull());

        assertThat(state()).isZero();
    }

    @Test
    void isNotKeptHalfOpenByRateLimits() {
        fail(MINIMUM);
        clock.advance(Duration.ofSeconds(11));
        wire.answers(429);
        ask(2 * TRIALS);

        wire.answers(200);
        ask(TRIALS);

        assertThat(state()).isZero();
    }

    @Test
    void callersWaitForTheTrialsSuccess() throws Exception {
        CompletableFuture<AtlasResponse> answer = halfOpen();
        List<Future<Integer>> callers = callersAtOnce(10);

        answer.complete(ScriptedWire.answer(200, ""));

        for (Future<Integer> caller : callers) {
            assertThat(caller.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(state()).isZero();
    }

    @Test
    void waitersAreRefusedWhenTheTrialsFail() throws Exception {
        CompletableFuture<AtlasResponse> answer = halfOpen();
        List<Future<Integer>> callers = callersAtOnce(10);

        answer.complete(ScriptedWire.answer(503, ""));

        List<Integer> results = new ArrayList<>();
        for (Future<Integer> caller : callers) {
            results.add(caller.get(30, TimeUnit.SECONDS));
        }
        assertThat(results).containsOnly(503, REFUSED);
        assertThat(results).filteredOn(result -> result == 503).as("trials").hasSize(TRIALS);
        assertThat(wire.requests()).isEqualTo(MINIMUM + TRIALS);
    }

    /** A suspect credential holds them back, for example. */
    @Test
    void unsentTrialsGiveTheirPlaceToOthers() throws Exception {
        CompletableFuture<AtlasResponse> answer = halfOpen();
        List<Future<Integer>> callers = callersAtOnce(10);
        wire.answers(200);

        answer.completeExceptionally(Failure.of(ProblemCode.ATLAS_CREDENTIAL_REJECTED, "Not asked.")
                .retryAfter(Duration.ofSeconds(30))
                .toException());

        List<Integer> results = new ArrayList<>();
        for (Future<Integer> caller : callers) {
            results.add(caller.get(30, TimeUnit.SECONDS));
        }
        assertThat(results).filteredOn(result -> result == 200).hasSize(10 - TRIALS);
        assertThat(state()).isZero();
    }

    @Test
    void aCallerWaitsNoLongerThanItsDeadline() throws Exception {
        CompletableFuture<AtlasResponse> answer = halfOpen();
        List<Future<Integer>> trials = callersAtOnce(TRIALS);

        AtlasRequest hurried = Requests.before(Requests.get("/api/atlas/v2/groups/1/x"), Duration.ofMillis(50));
        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, () -> channel.exchange(hurried));

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(thrown.failure().retryAfter()).isPositive();
        answer.complete(ScriptedWire.answer(200, ""));
        for (Future<Integer> trial : trials) {
            assertThat(trial.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    /** @return the future that the trials wait for */
    private CompletableFuture<AtlasResponse> halfOpen() {
        fail(MINIMUM);
        clock.advance(Duration.ofSeconds(11));
        CompletableFuture<AtlasResponse> answer = new CompletableFuture<>();
        wire.answers(request -> join(answer));
        return answer;
    }

    private static AtlasResponse join(CompletableFuture<AtlasResponse> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /** The first of them are trials; the others wait. */
    private List<Future<Integer>> callersAtOnce(int count) {
        int before = wire.requests();
        List<Future<Integer>> callers = IntStream.range(0, count)
                .mapToObj(i -> {
                    FutureTask<Integer> call = new FutureTask<>(this::result);
                    Thread.startVirtualThread(call);
                    return (Future<Integer>) call;
                })
                .toList();
        while (wire.requests() - before + waits.waiters(WaitMetrics.Reason.TRIAL) < count) {
            assertThat(callers).as("wait").noneMatch(Future::isDone);
            Thread.onSpinWait();
        }
        return callers;
    }

    private int result() {
        try {
            return channel.exchange(Requests.get("/api/atlas/v2/groups/1/x")).status();
        } catch (LinkgateException e) {
            return REFUSED;
        }
    }

    @Test
    void projectWhoseRequestsFailDoesNotStopAnother() {
        fail(MINIMUM);
        wire.answers(200);

        assertThat(catchThrowableOfType(LinkgateException.class, this::ask)).isNotNull();
        assertThat(channel.exchange(Requests.get("/api/atlas/v2/groups/2/x")).status())
                .isEqualTo(200);
        assertThat(state()).as("the worst").isEqualTo(2);
    }

    /** Otherwise the breaker of a project that is not asked for would be reported as open for ever. */
    @Test
    void isReportedHalfOpenAsSoonAsARequestMayBeATrial() {
        fail(MINIMUM);
        clock.advance(Duration.ofSeconds(10));

        assertThat(state()).isEqualTo(1);
    }

    private void fail(int times) {
        wire.answers(503);
        ask(times);
    }

    private void ask(int times) {
        IntStream.range(0, times).forEach(i -> ask());
    }

    private void ask() {
        channel.exchange(Requests.get("/api/atlas/v2/groups/1/x"));
    }

    private double state() {
        return meters.get("linkgate.atlas.breaker.state").gauge().value();
    }
}
