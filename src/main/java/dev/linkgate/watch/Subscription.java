package dev.linkgate.watch;

import dev.linkgate.link.Observation;
import org.jspecify.annotations.Nullable;

/** Something that callers wait for, how many they are, and what was read of it last. Its {@link Poller} guards it. */
final class Subscription<T extends Observation> {

    private int waiters;
    private @Nullable T latest;

    void enter() {
        waiters++;
    }

    void leave() {
        waiters--;
    }

    boolean isIdle() {
        return waiters == 0;
    }

    void note(T seen) {
        latest = seen;
    }

    /** The newest of what was read here and what a waiter knows already. */
    T newest(T known) {
        return latest != null && latest.nanos() - known.nanos() > 0 ? latest : known;
    }
}
