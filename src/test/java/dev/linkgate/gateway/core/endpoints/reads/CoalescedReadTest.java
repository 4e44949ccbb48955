package dev.linkgate.gateway.core.endpoints.reads;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescedReadTest {

    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final ManualClock time = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CoalescedRead<String> read = new CoalescedRead<>(Sharing.of(MAX_AGE, time, meters), () -> true);
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @Test
    void answerIsSharedForMaxAge() {
        assertThat(get().age()).as("asked for this call alone").isNull();
        assertThat(get()).isEqualTo(new Aged<>("answer 1", time.read(), Duration.ZERO));

        time.advance(Duration.ofMillis(999));
        assertThat(get().value()).isEqualTo("answer 1");
        assertThat(get().age()).isEqualTo(Duration.ofMillis(999));

        time.advance(Duration.ofMillis(1));
        assertThat(get().value()).isEqualTo("answer 2");
        assertThat(source("hit")).isEqualTo(3);
        assertThat(source("read")).isEqualTo(2);
    }

    @Test
    void theAgeCountsFromTheQuestionAndNotFromTheAnswer() {
        Aged<String> slow = get(() -> {
            time.advance(Duration.ofMillis(700));
            return "slow";
        });

        assertThat(slow.age()).isNull();
        assertThat(get().age()).isEqualTo(Duration.ofMillis(700));
        time.advance(Duration.ofMillis(300));
        assertThat(get().value()).isEqualTo("answer 1");
    }

    @Test
    void failureReachesOnlyItsWaiters() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        Future<Aged<String>> leader = callers.submit(() -> get(() -> {
            begun.countDown();
            await(fails);
            throw Failure.of(ProblemCode.ATLAS_UNAVAILABLE, "down").toException();
        }));
        await(begun);
        List<Future<Aged<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(callers.submit(() -> get()));
        }
        Patience.until(() -> source("joined") == 100);

        fails.countDown();

        for (Future<Aged<String>> one : waiting) {
            assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("atlas-unavailable");
        }
        assertThatThrownBy(() -> leader.get(30, TimeUnit.SECONDS)).hasMessageContaining("atlas-unavailable");
        assertThat(asked).hasValue(0);
        assertThat(read.isEmpty()).isTrue();
        assertThat(get().value()).isEqualTo("answer 1");
    }

    @Test
    void waiterReadsItselfWhenTheReadersCallerHasLeft() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Future<Aged<String>> leader = callers.submit(() -> {
            RequestContext context = RequestContext.system("leaves");
            context.waiting().addCondition(() -> false);
            return read.get(context, Freshness.SHARED, () -> {
                begun.countDown();
                await(left);
                assertThat(context.waiting().mayContinue()).isFalse();
                throw Failure.of(ProblemCode.RATE_LIMITED, "no place").toException();
            });
        });
        await(begun);
        Future<Aged<String>> waiter = callers.submit(() -> get());
        Patience.until(() -> source("joined") == 1);

        left.countDown();

        assertThat(waiter.get(30, TimeUnit.SECONDS).value()).isEqualTo("answer 1");
        assertThatThrownBy(() -> leader.get(30, TimeUnit.SECONDS)).hasMessageContaining("rate-limited");
    }

    @Test
    void waiterWhoseCallerHasLeftIsReleased() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Future<Aged<String>> leader = callers.submit(() -> get(() -> {
            begun.countDown();
            await(answered);
            return "late";
        }));
        await(begun);
        Future<Aged<String>> waiter = callers.submit(() -> {
            RequestContext context = RequestContext.system("leaves");
            context.waiting().addCondition(() -> false);
            return read.get(context, Freshness.SHARED, () -> "never");
        });

        assertThatThrownBy(() -> waiter.get(30, TimeUnit.SECONDS)).hasMessageContaining("atlas-timeout");
        answered.countDown();
        assertThat(leader.get(30, TimeUnit.SECONDS).value()).isEqualTo("late");
    }

    @Test
    void errorReleasesAllWaiters() {
        assertThatThrownBy(() -> get(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(get().value()).isEqualTo("answer 1");
    }

    @Test
    void freshAnswerServesLaterCallers() {
        get();
        time.advance(Duration.ofMillis(900));

        assertThat(readThrough()).isEqualTo(new Aged<>("answer 2", time.read(), null));

        time.advance(Duration.ofMillis(900));
        assertThat(get().value()).isEqualTo("answer 2");
        assertThat(get().age()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void freshAnswerReplacesEarlierReads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Future<Aged<String>> slow = callers.submit(() -> get(() -> {
            begun.countDown();
            await(ends);
            return "of before";
        }));
        await(begun);
        time.advance(Duration.ofMillis(10));

        assertThat(readThrough().value()).isEqualTo("answer 1");
        assertThat(get().value()).as("nobody joins the old one any more").isEqualTo("answer 1");
        ends.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo("of before");
        assertThat(get().value()).isEqualTo("answer 1");
    }

    @Test
    void failedFreshReadKeepsTheOldAnswer() {
        get();
        assertThatThrownBy(() -> read.get(RequestContext.system("t"), Freshness.NEW, () -> {
                    throw Failure.of(ProblemCode.ATLAS_TIMEOUT, "late").toException();
                }))
                .hasMessageContaining("atlas-timeout");
        assertThat(get().value()).isEqualTo("answer 1");
    }

    @Test
    void withoutAMaxAgeEveryCallerAsksForItself() {
        CoalescedRead<String> alone =
                new CoalescedRead<>(Sharing.of(Duration.ZERO, time, new SimpleMeterRegistry()), () -> true);
        for (int i = 1; i <= 3; i++) {
            assertThat(alone.get(RequestContext.system("t"), Freshness.SHARED, this::answer))
                    .isEqualTo(new Aged<>("answer " + i, time.read(), null));
        }
        assertThat(alone.isEmpty()).isTrue();
        assertThat(alone.recent(RequestContext.system("t"))).isNull();
    }

    private Aged<String> get() {
        return get(this::answer);
    }

    private Aged<String> get(Supplier<String> work) {
        return read.get(RequestContext.system("t"), Freshness.SHARED, work);
    }

    private Aged<String> readThrough() {
        return read.get(RequestContext.system("t"), Freshness.NEW, this::answer);
    }

    private String answer() {
        return "answer " + asked.incrementAndGet();
    }

    private double source(String source) {
        return meters.get("linkgate.reads").tag("source", source).counter().count();
    }
}
