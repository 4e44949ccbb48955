package dev.linkgate.watch;

import dev.linkgate.link.Observation;
import org.jspecify.annotations.Nullable;

/** A target, the number of its waiters, and its last observation. Its {@link Poller} guards it. */
final class Subscription<T extends Observation> {

    private final PollTarget<T> target;
    private int waiters;
    private @Nullable T latest;

    Subscription(PollTarget<T> target) {
        this.target = target;
    }

    void enter() {
        waiters++;
    }

    void leave() {
        waiters--;
    }

    boolean isIdle() {
        return waiters == 0;
    }

    void note(PollResult result) {
        T seen = result.get(target);
        if (seen != null) {
            latest = seen;
        }
    }

    /** The newer of the last observation and the one that a waiter has. */
    T newest(T known) {
        return latest != null && latest.nanos() - known.nanos() > 0 ? latest : known;
    }
}
