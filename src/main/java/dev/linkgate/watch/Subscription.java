package dev.linkgate.watch;

import dev.linkgate.link.Observation;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A target, its waiters, and its last observation. Its {@link Poller} guards it. */
final class Subscription<T extends Observation> {

    private final PollTarget<T> target;
    private final Set<Waiter<T>> waiting = new LinkedHashSet<>();
    private int members;
    private @Nullable T latest;

    Subscription(PollTarget<T> target) {
        this.target = target;
    }

    void enter() {
        members++;
    }

    void leave() {
        members--;
    }

    boolean isIdle() {
        return members == 0;
    }

    /** Adds a waiter, which must be removed. It completes as soon as there is enough for it. */
    void add(Waiter<T> waiter) {
        if (!waiter.tell(newest(waiter.known))) {
            waiting.add(waiter);
        }
    }

    void remove(Waiter<T> waiter) {
        waiting.remove(waiter);
    }

    void note(PollResult result) {
        T seen = result.get(target);
        if (seen != null) {
            latest = seen;
            waiting.removeIf(waiter -> waiter.tell(newest(waiter.known)));
        }
    }

    /** Lets all waiters go on with what is known. */
    void end() {
        waiting.forEach(waiter -> waiter.complete(newest(waiter.known)));
        waiting.clear();
    }

    /** The newer of the last observation and the one that a waiter has. */
    T newest(T known) {
        return latest != null && latest.nanos() - known.nanos() > 0 ? latest : known;
    }

    /** A thread that waits. It has its own event, because only those that need not wait any longer should be woken. */
    static final class Waiter<T extends Observation> extends CompletableFuture<T> {

        private final T known;
        private final Predicate<T> enough;

        Waiter(T known, Predicate<T> enough) {
            this.known = known;
            this.enough = enough;
        }

        private boolean tell(T newest) {
            return enough.test(newest) && complete(newest);
        }
    }
}
