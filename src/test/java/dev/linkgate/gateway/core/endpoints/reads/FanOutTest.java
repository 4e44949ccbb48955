package dev.linkgate.gateway.core.endpoints.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FanOut fanOut = new FanOut(new FairTurns("long lists", 2, 1), MINUTE);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Test
    void veryManySourcesTakeAFewThreads() {
        List<Integer> sources = IntStream.range(0, 100_000).boxed().toList();

        List<Integer> results = fanOut.map(context("payments"), sources, source -> {
            threads.add(Thread.currentThread());
            return source + 1;
        });

        assertThat(results).isEqualTo(IntStream.rangeClosed(1, 100_000).boxed().toList());
        assertThat(threads).hasSizeBetween(1, FanOut.WIDTH);
    }

    @Test
    void manyCallersOfOneTeamTakeTheThreadsOfOneList() throws Exception {
        List<Integer> sources = IntStream.range(0, 100).boxed().toList();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<List<Integer>>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 190; i++) {
                all.add(callers.submit(() -> fanOut.map(context("payments"), sources, source -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1);
                    now.decrementAndGet();
                    return source;
                })));
            }
            for (Future<List<Integer>> one : all) {
                assertThat(one.get()).isEqualTo(sources);
            }
        }
        assertThat(most.get()).isLessThanOrEqualTo(FanOut.WIDTH);
    }

    @Test
    void aShortListNeedsNoTurn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        FanOut hasty = new FanOut(new FairTurns("long lists", 1, 1), Duration.ZERO);
        List<Integer> many = IntStream.range(0, 9).boxed().toList();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Integer>> long_ = callers.submit(() -> hasty.map(context("payments"), many, source -> {
                begun.countDown();
                await(end);
                return source;
            }));
            begun.await();

            assertThat(hasty.map(context("payments"), List.of(1, 2, 3), source -> source))
                    .containsExactly(1, 2, 3);
            assertThatThrownBy(() -> hasty.map(context("payments"), many, source -> source))
                    .isInstanceOfSatisfying(
                            LinkgateException.class,
                            refused -> assertThat(refused.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED));
            end.countDown();
            assertThat(long_.get()).isEqualTo(many);
        }
    }

    @Test
    void aFailureEndsWhatHasNotBegun() {
        AtomicInteger begun = new AtomicInteger();
        List<Integer> sources = IntStream.range(0, 100_000).boxed().toList();

        assertThatThrownBy(() -> fanOut.map(context("payments"), sources, source -> {
                    begun.incrementAndGet();
                    throw new IllegalStateException("Atlas");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Atlas");
        assertThat(begun.get()).isLessThanOrEqualTo(FanOut.WIDTH);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RequestContext context(String team) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team(team, "k1"));
        return context;
    }
}
