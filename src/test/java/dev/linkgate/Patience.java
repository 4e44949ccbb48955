package dev.linkgate;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Waits for an expected event on a machine of any load; it polls with pauses. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Patience() {}

    /** @return the first answer that fits */
    public static <T> T until(Supplier<T> question, Predicate<T> fits) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .pollInSameThread()
                .until(question::get, fits);
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
