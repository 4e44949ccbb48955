package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.awaitility.pollinterval.PollInterval;

/** Waits for an expected event on a machine of any load; it polls with pauses, which grow. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private static final PollInterval PAUSES = IterativePollInterval.iterative(
            pause -> longer(pause).compareTo(LONGEST_PAUSE) < 0 ? longer(pause) : LONGEST_PAUSE, FIRST_PAUSE);

    private Patience() {}

    /** @return the first answer that fits */
    public static <T> T until(Supplier<T> question, Predicate<T> fits) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSES)
                .pollInSameThread()
                .until(question::get, fits);
    }

    public static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration longer(Duration pause) {
        return pause.multipliedBy(3).dividedBy(2);
    }

    /** Lets time pass for foreign servers, which use the machine's clock. */
    public static void letPass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void until(BooleanSupplier holds) {
        until(holds::getAsBoolean, held -> held);
    }
}
