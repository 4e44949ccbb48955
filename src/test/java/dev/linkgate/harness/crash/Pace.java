package dev.linkgate.harness.crash;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass between the steps of callers and kills: checks concern their results, never durations. */
final class Pace {

    private Pace() {}

    static void rest(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
