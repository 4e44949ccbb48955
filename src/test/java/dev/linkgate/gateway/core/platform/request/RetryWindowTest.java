package dev.linkgate.gateway.core.platform.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The pauses are real, and pass beside each other. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class RetryWindowTest {

    private static final List<ProblemCode> PASSING = List.of(ProblemCode.RATE_LIMITED, ProblemCode.ATLAS_UNAVAILABLE);
    private static final List<ProblemCode> OTHERS = TestVocabulary.ALL.all(ProblemCode.class).stream()
            .filter(code -> !PASSING.contains(code))
            .toList();

    private static final Duration LONG = Duration.ofMinutes(10);

    private final RequestContext context = RequestContext.system("a-request");
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    @Test
    void withoutAWindowARefusalIsTheEnd() {
        assertThatThrownBy(() -> context.waiting().retrying(refused(ProblemCode.RATE_LIMITED, null, 1)))
                .hasMessageContaining("rate-limited");
        assertThat(tries).hasValue(1);
    }

    /** The pause is at least a second, also if Atlas asks for none. */
    @ParameterizedTest
    @FieldSource("PASSING")
    void aRefusalThatPassesIsWaitedOut(ProblemCode code) {
        context.waiting().retryWithin(window(LONG));
        long before = System.nanoTime();

        assertThat(context.waiting().retrying(refused(code, Duration.ZERO, 1))).isEqualTo("done");

        assertThat(tries).hasValue(2);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(waiting).as("waiting now").hasValue(0);
    }

    @ParameterizedTest
    @FieldSource("OTHERS")
    void everythingElseIsAnsweredAtOnce(ProblemCode code) {
        context.waiting().retryWithin(window(LONG));
        assertThatThrownBy(() -> context.waiting().retrying(refused(code, Duration.ofSeconds(1), 1)))
                .hasMessageContaining(code.code());
        assertThat(tries).hasValue(1);
    }

    @Test
    void aPauseThatEndsTooLateIsNotBegun() {
        context.waiting().retryWithin(window(Duration.ofSeconds(30)));
        assertThatThrownBy(
                        () -> context.waiting().retrying(refused(ProblemCode.RATE_LIMITED, Duration.ofSeconds(31), 1)))
                .hasMessageContaining("rate-limited");
        assertThatThrownBy(() -> context.waiting()
                        .retrying(
                                () -> Duration.ofSeconds(5),
                                refused(ProblemCode.RATE_LIMITED, Duration.ofSeconds(5), 1)))
                .hasMessageContaining("rate-limited");
        assertThat(tries).hasValue(2);
    }

    @Test
    void itEndsWithItsTime() {
        context.waiting().retryWithin(window(Duration.ofMillis(2_500)));
        assertThatThrownBy(() -> context.waiting().retrying(refused(ProblemCode.RATE_LIMITED, Duration.ZERO, 100)))
                .hasMessageContaining("rate-limited");
        assertThat(tries.get()).isBetween(1, 3);
    }

    @Test
    void aCallerThatLeavesEndsThePause() {
        context.waiting().retryWithin(window(LONG));
        context.waiting().addCondition(() -> false);
        assertThatThrownBy(
                        () -> context.waiting().retrying(refused(ProblemCode.RATE_LIMITED, Duration.ofMinutes(5), 1)))
                .hasMessageContaining("rate-limited");
        assertThat(waiting).hasValue(0);
    }

    @Test
    void aCallerWhoseRightEndsIsToldSo() {
        context.waiting().retryWithin(window(LONG));
        context.allowed(() -> new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "no more")));
        assertThatThrownBy(
                        () -> context.waiting().retrying(refused(ProblemCode.RATE_LIMITED, Duration.ofMinutes(5), 1)))
                .hasMessageContaining("forbidden");
    }

    @Test
    void whereTooManyWaitItIsRefused() {
        context.waiting().retryWithin(new RetryWindow(LONG, () -> {
            throw Failure.of(ProblemCode.RATE_LIMITED, "too many wait").toException();
        }));
        assertThatThrownBy(() -> context.waiting().retrying(refused(ProblemCode.ATLAS_UNAVAILABLE, null, 1)))
                .hasMessageContaining("atlas-unavailable");
    }

    private RetryWindow window(Duration length) {
        return new RetryWindow(length, () -> {
            waiting.incrementAndGet();
            return waiting::decrementAndGet;
        });
    }

    /** @param times that it is refused, before it is done */
    private Supplier<String> refused(ProblemCode code, @Nullable Duration retryAfter, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            tries.incrementAndGet();
            if (left.getAndDecrement() > 0) {
                throw Failure.of(code, "refused").retryAfter(retryAfter).toException();
            }
            return "done";
        };
    }
}
