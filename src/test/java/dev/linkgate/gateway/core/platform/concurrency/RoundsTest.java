package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsTest {

    private static final String LINK = "the link";

    private final Rounds<String, Integer> rounds = new Rounds<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();

    @AfterEach
    void close() {
        firstMayEnd.countDown();
        callers.forEach(Thread::interrupt);
    }

    @Test
    void allWhoComeDuringARoundShareTheNext() throws Exception {
        Future<Integer> first = firstRound();
        List<Future<Integer>> later = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            later.add(ask("payments"));
        }
        allWait();
        firstMayEnd.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (Future<Integer> one : later) {
            assertThat(one.get()).isEqualTo(2);
        }
    }

    @Test
    void subjectsAndTeamsHaveTheirOwnRounds() throws Exception {
        Future<Integer> first = firstRound();

        assertThat(rounds.get(context("payments"), "another link", reads::incrementAndGet))
                .isEqualTo(1);
        assertThat(rounds.get(context("ledger"), LINK, reads::incrementAndGet)).isEqualTo(2);
        assertThat(first).isNotDone();
    }

    @Test
    void aFailureReachesItsRoundOnly() throws Exception {
        RequestContext context = context("payments");
        assertThatThrownBy(() -> rounds.get(context, LINK, () -> {
                    throw new IllegalStateException("Atlas");
                }))
                .hasMessage("Atlas");

        assertThat(rounds.get(context, LINK, reads::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void anotherLeadsIfTheLeadersClientLeaves() throws Exception {
        AtomicBoolean connected = new AtomicBoolean(true);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Integer> leaving = begin(() -> {
            RequestContext context = context("payments");
            context.waiting().addCondition(connected::get);
            return rounds.get(context, LINK, () -> {
                begun.countDown();
                awaitFirstMayEnd();
                context.waiting().mayContinue();
                throw new IllegalStateException("the client left");
            });
        });
        begun.await();
        Future<Integer> next = ask("payments");
        Future<Integer> joining = ask("payments");
        allWait();
        connected.set(false);
        firstMayEnd.countDown();

        assertThatThrownBy(leaving::get).isInstanceOf(ExecutionException.class).hasMessageContaining("left");
        assertThat(next.get()).isPositive();
        assertThat(joining.get()).isPositive();
    }

    @Test
    void aCallerThatLeavesBeforeItsRoundBeginsLeavesItToOthers() throws Exception {
        Future<Integer> first = firstRound();
        RequestContext leaving = context("payments");
        leaving.waiting().addCondition(() -> false);
        assertThatThrownBy(() -> rounds.get(leaving, LINK, reads::incrementAndGet))
                .isInstanceOf(LinkgateException.class);
        Future<Integer> next = ask("payments");
        firstMayEnd.countDown();

        assertThat(first.get()).isEqualTo(1);
        assertThat(next.get()).isEqualTo(2);
    }

    @Test
    void followersNoteTheLeadersCredentialAndRelyOnWhatItRead() throws Exception {
        AtomicBoolean current = new AtomicBoolean(true);
        Future<Integer> first = firstRound();
        List<RequestContext> contexts = new ArrayList<>();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RequestContext context = context("payments");
            contexts.add(context);
            all.add(begin(() -> rounds.get(context, LINK, () -> {
                context.facts().noteCredential("default", 7);
                context.facts().reliesOn(current::get);
                return reads.incrementAndGet();
            })));
        }
        allWait();
        firstMayEnd.countDown();
        first.get();
        for (Future<Integer> one : all) {
            one.get();
        }

        assertThat(contexts).extracting(c -> c.facts().credentialVersion()).containsOnly(7);
        current.set(false);
        assertThat(contexts)
                .noneMatch(context -> context.facts().takeReliances().getAsBoolean());
    }

    /** A round that does not end before {@link #firstMayEnd}. */
    private Future<Integer> firstRound() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Integer> first = begin(() -> rounds.get(context("payments"), LINK, () -> {
            begun.countDown();
            awaitFirstMayEnd();
            return reads.incrementAndGet();
        }));
        begun.await();
        return first;
    }

    private void awaitFirstMayEnd() {
        try {
            firstMayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<Integer> ask(String team) {
        return begin(() -> rounds.get(context(team), LINK, reads::incrementAndGet));
    }

    private Future<Integer> begin(Callable<Integer> call) {
        FutureTask<Integer> task = new FutureTask<>(call);
        callers.add(Thread.ofVirtual().start(task));
        return task;
    }

    /** Waits until all callers wait, each for a round. */
    private void allWait() {
        Patience.until(() -> callers.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING));
    }

    private static RequestContext context(String team) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team(team, "k1"));
        return context;
    }
}
