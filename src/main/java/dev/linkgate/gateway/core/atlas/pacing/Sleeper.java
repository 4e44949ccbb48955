package dev.linkgate.gateway.core.atlas.pacing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets time pass for a request. The product sleeps; a test moves its clock instead. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Lets a time pass.
     *
     * @param mayWait asked once a second; its exception passes through
     * @return false if it was not the whole time, because the request may not wait any longer
     */
    boolean sleep(Duration time, BooleanSupplier mayWait) throws InterruptedException;

    /** Sleeps in real time. */
    Sleeper SYSTEM = (time, mayWait) -> {
        Duration second = Duration.ofSeconds(1);
        Duration left = time;
        while (left.compareTo(second) > 0) {
            Thread.sleep(second);
            left = left.minus(second);
            if (!mayWait.getAsBoolean()) {
                return false;
            }
        }
        Thread.sleep(left);
        return true;
    };
}
