package dev.linkgate.crash;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass between the steps of callers and kills: what they find is looked at, never how long it took. */
final class Pace {

    private Pace() {}

    static void rest(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
