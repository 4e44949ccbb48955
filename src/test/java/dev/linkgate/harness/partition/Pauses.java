package dev.linkgate.harness.partition;

import java.time.Duration;

/** Pauses of callers and phases. */
final class Pauses {

    private Pauses() {}

    /** Leaves the processor to others. */
    static void brief() {
        sleep(Duration.ofMillis(200));
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
