package dev.linkgate.gateway.core.atlas.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.Samples;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialCircuitBreakerTest {

    private final ManualClock clock = new ManualClock();
    private final List<CredentialState> states = new CopyOnWriteArrayList<>();
    private final CredentialCircuitBreaker breaker = new CredentialCircuitBreaker("default", clock, states::add);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void nextWaiterTriesAfterAnInconclusiveTry() throws Exception {
        CredentialCircuitBreaker.Permit trial = enter();
        Future<CredentialCircuitBreaker.Permit> one = threads.submit(this::enter);
        Future<CredentialCircuitBreaker.Permit> other = threads.submit(this::enter);

        trial.close();

        Patience.until(() -> one.isDone() || other.isDone());
        Future<CredentialCircuitBreaker.Permit> next = one.isDone() ? one : other;
        Future<CredentialCircuitBreaker.Permit> last = one.isDone() ? other : one;
        assertThat(last.isDone()).isFalse();
        next.get().taken();
        next.get().close();
        last.get(20, TimeUnit.SECONDS).close();
    }

    @Test
    void waitsNoLongerThanTheDeadline() {
        enter();

        TransportFailure failure =
                catchThrowableOfType(TransportFailure.class, () -> breaker.enter(Requests.in(Duration.ofMillis(50))));

        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThat(failure.timeout()).isTrue();
    }

    @Test
    void aSuspectIsTriedByOneRequestEveryThirtySeconds() {
        refuse();
        assertRefused(30);
        clock.advance(Duration.ofMillis(29_001));
        assertRefused(1);
        clock.advance(Duration.ofMillis(999));

        CredentialCircuitBreaker.Permit retry = enter();
        assertRefused(30);
        retry.close(); // it learnt nothing: still, this was the try
        assertRefused(30);
        clock.advance(Duration.ofSeconds(30));
        enter().taken();
        enter().close();
        assertThat(states).containsExactly(CredentialState.SUSPECT, CredentialState.OK);
    }

    @Test
    void verificationCountsInAnyState() {
        refuse();
        breaker.verify().taken();
        enter().close();
        breaker.verify().refused();
        assertRefused(30);

        assertThat(states).containsExactly(CredentialState.SUSPECT, CredentialState.OK, CredentialState.SUSPECT);
    }

    @Test
    void verificationReleasesWaiters() throws Exception {
        CredentialCircuitBreaker.Permit trial = enter();
        Future<CredentialCircuitBreaker.Permit> waiter = threads.submit(this::enter);

        breaker.verify().taken();

        waiter.get(20, TimeUnit.SECONDS).close();
        trial.refused(); // began before the verification: outdated
        trial.close();
        enter().close();
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void earlierRequestsDoNotCount() {
        enter().taken();
        CredentialCircuitBreaker.Permit slow = enter();
        CredentialCircuitBreaker.Permit slower = enter();
        enter().refused();

        slow.taken();
        slower.refused();

        assertRefused(30);
        assertThat(states).containsExactly(CredentialState.OK, CredentialState.SUSPECT);
    }

    @Test
    void failingListenerIsHarmless() {
        CredentialCircuitBreaker fragile = new CredentialCircuitBreaker("default", clock, state -> {
            throw new IllegalStateException("the store is gone");
        });
        try (CredentialCircuitBreaker.Permit trial = fragile.enter(soon())) {
            trial.taken();
        }
        fragile.enter(soon()).close();
    }

    @Test
    void reportsEachChangeOnceAndTriesOneAtATime() {
        Samples.check(
                30,
                random -> new Load(random.nextInt(2, 17), random.nextLong()),
                CredentialCircuitBreakerTest::reportsEachChangeOnceAndTriesOneAtATime);
    }

    /** @param seed the seed of the callers' results */
    private record Load(int callers, long seed) {}

    private static void reportsEachChangeOnceAndTriesOneAtATime(Load load) throws Exception {
        List<CredentialState> reports = new CopyOnWriteArrayList<>();
        CredentialCircuitBreaker shared = new CredentialCircuitBreaker("default", new ManualClock(), reports::add);
        AtomicBoolean learnt = new AtomicBoolean();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger besideATrial = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < load.callers(); i++) {
                int fate = new Random(load.seed() + i).nextInt(4);
                all.add(pool.submit(() -> {
                    start.await();
                    try (CredentialCircuitBreaker.Permit permit = shared.enter(soon())) {
                        if (inside.incrementAndGet() > 1 && !learnt.get()) {
                            besideATrial.incrementAndGet();
                        }
                        LockSupport.parkNanos(50_000);
                        inside.decrementAndGet();
                        switch (fate) {
                            case 0 -> {
                                learnt.set(true);
                                permit.refused();
                            }
                            case 1 -> {
                                learnt.set(true);
                                permit.taken();
                            }
                            default -> {} // it learnt nothing
                        }
                    } catch (LinkgateException e) {
                        assertThat(learnt).isTrue();
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(besideATrial).hasValue(0);
        assertThat(reports)
                .isIn(
                        List.of(),
                        List.of(CredentialState.OK),
                        List.of(CredentialState.SUSPECT),
                        List.of(CredentialState.OK, CredentialState.SUSPECT));
    }

    private void refuse() {
        try (CredentialCircuitBreaker.Permit trial = enter()) {
            trial.refused();
        }
    }

    private CredentialCircuitBreaker.Permit enter() {
        return breaker.enter(soon());
    }

    private void assertRefused(int seconds) {
        assertThatThrownBy(this::enter).isInstanceOfSatisfying(LinkgateException.class, refusal -> {
            assertThat(refusal.failure().code()).isEqualTo(ProblemCode.ATLAS_CREDENTIAL_REJECTED);
            assertThat(refusal.failure().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(refusal.failure().detail()).contains("'default'").contains(seconds + " s");
        });
    }

    private static long soon() {
        return Requests.in(Duration.ofSeconds(20));
    }
}
