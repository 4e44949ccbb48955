package dev.linkgate.gateway.feature.waiting;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollsTest {

    private static final RequestContext CALL = RequestContext.system("waiter");

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId TWO = ScriptedAtlas.id(2);

    private final ManualClock time = new ManualClock();
    private final ScriptedAtlas atlas = new ScriptedAtlas();
    private final SharedAtlas shared = SharedReads.of(atlas, time);
    private final Polls polls = new Polls(new LinkReader(shared, SharedReads.FAN_OUT, time), INTERVAL, time);
    private final PolledEndpointWait endpointWait = new PolledEndpointWait(polls);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        polls.stop();
        callers.shutdownNow();
    }

    @Test
    void thousandWaitersCostOnePollPerInterval() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        List<Future<Aged<Endpoint>>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(reading(ONE, MINUTE));
        }
        time.awaitParked(1_000);
        assertThat(polls.waiters()).isEqualTo(1_000);
        assertThat(polls.polled()).isEqualTo(1);

        for (int interval = 1; interval <= 3; interval++) {
            time.advance(INTERVAL);
            looks(interval);
            time.awaitParked(1_000);
        }
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);

        for (Future<Aged<Endpoint>> one : waiting) {
            assertThat(status(one)).isEqualTo(ConnectionStatus.AVAILABLE);
        }
        assertThat(atlas.endpointReads).hasValue(4);
        nobodyIsLeft();
    }

    @Test
    void aWriteBringsTheNextPollForwardButNotTwoRunning() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> waiting = reading(ONE, MINUTE);
        time.awaitParked(1);

        polls.ended(ScriptedAtlas.PATH.target());
        looks(1);
        time.awaitParked(1);
        polls.ended(ScriptedAtlas.PATH.target());
        time.advance(INTERVAL.minusNanos(1));
        time.awaitParked(1);
        assertThat(atlas.endpointReads).hasValue(1);
        time.advance(Duration.ofNanos(1));
        looks(2);
        time.awaitParked(1);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(Duration.ofNanos(1));
        polls.ended(ScriptedAtlas.PATH.target());

        assertThat(status(waiting)).isEqualTo(ConnectionStatus.AVAILABLE);
        nobodyIsLeft();
    }

    @Test
    void thoseWhoWaitedGoOnAFewAtATime() throws Exception {
        int all = 3 * Polls.AT_ONCE;
        Semaphore answers = new Semaphore(0);
        AtomicInteger goingOn = new AtomicInteger();
        List<Future<Aged<Endpoint>>> waiting = new ArrayList<>();
        atlas.has(ONE, ConnectionStatus.PENDING);
        for (int i = 0; i < all; i++) {
            waiting.add(request(context -> {
                Aged<Endpoint> seen = read(context, ONE, MINUTE);
                goingOn.incrementAndGet();
                answers.acquireUninterruptibly();
                return seen;
            }));
        }
        time.awaitParked(all);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);

        for (int turn = 1; turn <= 3; turn++) {
            int expected = turn * Polls.AT_ONCE;
            Patience.until(() -> goingOn.get() == expected);
            answers.release(Polls.AT_ONCE);
        }
        for (Future<Aged<Endpoint>> one : waiting) {
            assertThat(status(one)).isEqualTo(ConnectionStatus.AVAILABLE);
        }
        nobodyIsLeft();
    }

    /** Else it would wait for those who wait for it. */
    @Test
    void requestThatWaitsAgainLetsTheNextGoOn() throws Exception {
        int all = 2 * Polls.AT_ONCE;
        AtomicInteger goingOn = new AtomicInteger();
        List<Future<Aged<Endpoint>>> waiting = new ArrayList<>();
        atlas.has(ONE, ConnectionStatus.PENDING);
        atlas.has(TWO, ConnectionStatus.PENDING);
        for (int i = 0; i < all; i++) {
            waiting.add(request(context -> {
                read(context, ONE, MINUTE);
                goingOn.incrementAndGet();
                return read(context, TWO, MINUTE);
            }));
        }
        time.awaitParked(all);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);

        Patience.until(() -> goingOn.get() == all);
        assertThat(waiting).noneMatch(Future::isDone);
    }

    @Test
    void timeoutReturnsTheLastStateWithItsAge() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING_ACCEPTANCE);
        Future<Aged<Endpoint>> waiting = reading(ONE, Duration.ofSeconds(7));
        time.awaitParked(1);
        atlas.has(ONE, ConnectionStatus.PENDING);
        time.advance(INTERVAL);
        Waits.seen(polls.endpoint(ScriptedAtlas.PATH, ONE), time.read());

        time.advance(Duration.ofSeconds(2));

        assertThat(status(waiting)).isEqualTo(ConnectionStatus.PENDING);
        assertThat(waiting.get().age()).isEqualTo(Duration.ofSeconds(2));
        assertThat(atlas.endpointReads).hasValue(1);
        nobodyIsLeft();
    }

    @Test
    void waitEndsInTimeWhileAtlasIsSilent() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> waiting = reading(ONE, Duration.ofSeconds(7));
        time.awaitParked(1);
        CountDownLatch answers = new CountDownLatch(1);
        atlas.beforeAnswer(() -> await(answers));
        time.advance(INTERVAL);
        looks(1);
        time.awaitParked(1);

        time.advance(Duration.ofSeconds(2));

        assertThat(status(waiting)).isEqualTo(ConnectionStatus.PENDING);
        answers.countDown();
    }

    @Test
    void shortWaitsCostNoMoreThanOneLongWait() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        for (int second = 0; second < 20; second++) {
            Future<Aged<Endpoint>> waiting = reading(ONE, Duration.ofSeconds(1));
            time.awaitParked(1);
            time.advance(Duration.ofMillis(500));
            int passed = second;
            Patience.until(() -> atlas.endpointReads.get() == passed / 5 + 1);
            time.awaitParked(1);
            time.advance(Duration.ofMillis(500));
            assertThat(status(waiting)).isEqualTo(ConnectionStatus.PENDING);
            nobodyIsLeft();
        }
        assertThat(atlas.endpointReads).hasValue(4);
    }

    @Test
    void failedPollIsIgnored() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> waiting = reading(ONE, MINUTE);
        time.awaitParked(1);
        for (ProblemCode code : List.of(ProblemCode.ATLAS_UNAVAILABLE, ProblemCode.PROJECT_NOT_FOUND)) {
            int before = atlas.endpointReads.get();
            atlas.fails(code);
            time.advance(INTERVAL);
            looks(before + 1);
            time.awaitParked(1);
        }
        atlas.works();
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);

        assertThat(status(waiting)).isEqualTo(ConnectionStatus.AVAILABLE);
    }

    @Test
    void removerKeepsWaitingForAConnectedEndpoint() throws Exception {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        Future<Optional<Aged<Endpoint>>> remover = callers.submit(() -> endpointWait.afterRemoving(
                CALL, ScriptedAtlas.PATH, ONE, ScriptedAtlas.endpoint(ONE, ConnectionStatus.DELETING), MINUTE));
        time.awaitParked(1);
        time.advance(INTERVAL);
        looks(1);
        time.awaitParked(1);
        assertThat(remover).isNotDone();
    }

    /** Otherwise a caller that has just added an endpoint would get a not-found. */
    @Test
    void writerIgnoresEarlierPolls() throws Exception {
        atlas.has(TWO, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> other = reading(TWO, MINUTE);
        Future<Aged<Endpoint>> early = reading(ONE, MINUTE);
        time.awaitParked(2);
        CountDownLatch answers = new CountDownLatch(1);
        atlas.beforeAnswer(() -> await(answers));
        time.advance(INTERVAL);
        looks(2);

        time.advance(Duration.ofSeconds(1));
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> adder = callers.submit(() -> endpointWait.afterAdding(
                CALL, ScriptedAtlas.PATH, ONE, ScriptedAtlas.endpoint(ONE, ConnectionStatus.PENDING), MINUTE));
        Patience.until(() -> polls.waiters() == 3);
        answers.countDown();

        assertThatThrownBy(() -> early.get(30, TimeUnit.SECONDS)).hasMessageContaining("endpoint-not-found");
        time.awaitParked(2);
        assertThat(adder).isNotDone();
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);
        assertThat(status(adder)).isEqualTo(ConnectionStatus.AVAILABLE);
        assertThat(other).isNotDone();
    }

    @Test
    void interruptedWaiterLeavesNothingBehind() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> waiting = reading(ONE, MINUTE);
        time.awaitParked(1);

        waiting.cancel(true);

        nobodyIsLeft();
        time.awaitParked(0);
        time.advance(INTERVAL);
        assertThat(atlas.endpointReads).hasValue(0);
    }

    @Test
    void theGatewayItselfReadsAtOnceAndOnce() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Optional<EndpointObservation>> seen = looking();
        Patience.until(seen::isDone);

        assertThat(seen.get().orElseThrow().found()).contains(ScriptedAtlas.endpoint(ONE, ConnectionStatus.PENDING));
        assertThat(atlas.background).containsExactly(true);
        nobodyIsLeft();
    }

    @Test
    void theGatewaySharesThePollsOfCallersAndAddsNone() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> caller = reading(ONE, MINUTE);
        time.awaitParked(1);
        time.advance(INTERVAL);
        looks(1);
        time.awaitParked(1);
        time.advance(Duration.ofSeconds(1));
        Future<Optional<EndpointObservation>> seen = looking();
        time.awaitParked(2);
        time.advance(INTERVAL);
        looks(2);
        Patience.until(seen::isDone);

        assertThat(seen.get()).isPresent();
        assertThat(atlas.background).as("as for the caller").containsExactly(false, false);
        assertThat(caller).isNotDone();
    }

    private Future<Optional<EndpointObservation>> looking() {
        return callers.submit(() -> polls.next(ScriptedAtlas.PATH, ONE));
    }

    private Future<Aged<Endpoint>> reading(EndpointId endpoint, Duration patience) {
        return request(context -> read(context, endpoint, patience));
    }

    private Future<Aged<Endpoint>> request(Function<RequestContext, Aged<Endpoint>> work) {
        return Waits.request(callers, () -> RequestContext.system("waiter"), work);
    }

    private Aged<Endpoint> read(RequestContext context, EndpointId endpoint, Duration patience) {
        Endpoint first = ScriptedAtlas.endpoint(endpoint, ConnectionStatus.PENDING);
        return endpointWait.afterReading(
                context, ScriptedAtlas.PATH, endpoint, new Aged<>(first, time.read(), null), patience);
    }

    private void looks(int all) {
        Patience.until(() -> atlas.endpointReads.get() >= all);
        assertThat(atlas.endpointReads).hasValue(all);
    }

    private void nobodyIsLeft() {
        Patience.until(() -> polls.polled() == 0 && polls.waiters() == 0);
    }

    private static ConnectionStatus status(Future<Aged<Endpoint>> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS).value().connectionStatus();
    }
}
