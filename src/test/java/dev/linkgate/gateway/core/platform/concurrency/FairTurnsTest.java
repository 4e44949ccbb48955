package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairTurnsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Actor PAYMENTS = Actor.team("payments", "key-1");
    private static final Actor LEDGER = Actor.team("ledger", "key-2");

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @Test
    void aTeamWaitsOnlyForOneOfAnotherTeamsMany() throws Exception {
        FairTurns turns = new FairTurns("long reads", 1, 1);
        CountDownLatch first = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        all.add(ask(turns, PAYMENTS, "payments 0", first));
        Patience.until(() -> order.contains("payments 0"));
        for (int i = 1; i <= 3; i++) {
            all.add(queue(turns, PAYMENTS, "payments " + i, i));
        }
        all.add(queue(turns, LEDGER, "ledger 1", 4));
        all.add(queue(turns, LEDGER, "ledger 2", 5));
        first.countDown();
        for (Future<?> one : all) {
            one.get();
        }

        assertThat(order)
                .containsExactly("payments 0", "payments 1", "ledger 1", "payments 2", "ledger 2", "payments 3");
    }

    @Test
    void aTeamLeavesTurnsToOthers() throws Exception {
        FairTurns turns = new FairTurns("long reads", 3, 2);
        CountDownLatch end = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        all.add(ask(turns, PAYMENTS, "payments 1", end));
        all.add(ask(turns, PAYMENTS, "payments 2", end));
        Patience.until(() -> order.size() == 2);
        all.add(queue(turns, PAYMENTS, "payments 3", 1));

        ask(turns, LEDGER, "ledger", new CountDownLatch(0)).get();
        assertThat(order).doesNotContain("payments 3");
        end.countDown();
        for (Future<?> one : all) {
            one.get();
        }
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsRefused() throws Exception {
        FairTurns turns = new FairTurns("long reads", 1, 1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> long_ = ask(turns, PAYMENTS, "long", end);
        Patience.until(() -> order.contains("long"));

        assertThatThrownBy(() -> turns.run(context(LEDGER), Duration.ZERO, () -> "never"))
                .isInstanceOfSatisfying(LinkgateException.class, refused -> {
                    assertThat(refused.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                    assertThat(refused.failure().retryAfter()).isPositive();
                });
        assertThat(turns.waiting()).isZero();
        end.countDown();
        long_.get();
        assertThat(turns.run(context(LEDGER), Duration.ZERO, () -> "now")).isEqualTo("now");
    }

    @Test
    void aClientThatLeavesDoesNotWait() throws Exception {
        FairTurns turns = new FairTurns("long reads", 1, 1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> long_ = ask(turns, PAYMENTS, "long", end);
        Patience.until(() -> order.contains("long"));
        RequestContext left = context(LEDGER);
        left.waiting().addCondition(() -> false);

        assertThatThrownBy(() -> turns.run(left, MINUTE, () -> "never")).isInstanceOf(LinkgateException.class);
        assertThat(turns.waiting()).isZero();
        end.countDown();
        long_.get();
    }

    @Test
    void theReserveNeedsNoTurn() throws Exception {
        FairTurns turns = new FairTurns("long reads", 1, 1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> long_ = ask(turns, Actor.administrator("ada", "k1", false), "a named administrator", end);
        Patience.until(() -> order.size() == 1);

        assertThat(turns.run(context(Actor.ADMINISTRATOR), Duration.ZERO, () -> "at once"))
                .isEqualTo("at once");
        assertThat(turns.run(context(Actor.administrator("all", "k2", true)), Duration.ZERO, () -> "at once"))
                .isEqualTo("at once");
        end.countDown();
        long_.get();
    }

    @Test
    void noMoreWorkIsDoneThanThereAreTurns() throws Exception {
        FairTurns turns = new FairTurns("long reads", 3, 2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Actor team = Actor.team("team-" + i % 5, "k");
            all.add(callers.submit(() -> turns.run(context(team), MINUTE, () -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1);
                if (team.share().endsWith("0")) {
                    now.decrementAndGet();
                    throw new IllegalStateException("a failure gives the turn back, too");
                }
                return now.decrementAndGet();
            })));
        }
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    /** Asks after so many others wait. */
    private Future<?> queue(FairTurns turns, Actor actor, String name, int waiting) {
        Future<?> asked = ask(turns, actor, name, new CountDownLatch(0));
        Patience.until(() -> turns.waiting() == waiting);
        return asked;
    }

    private Future<?> ask(FairTurns turns, Actor actor, String name, CountDownLatch end) {
        return callers.submit(() -> turns.run(context(actor), MINUTE, () -> {
            order.add(name);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return name;
        }));
    }

    private static RequestContext context(Actor actor) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(actor);
        return context;
    }
}
