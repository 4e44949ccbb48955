package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.observation.Observation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A target, its waiters, and its last observation. Its {@link Poller} guards it. */
final class Subscription<T extends Observation> {

    private final PollTarget<T> target;
    private final Set<Waiter<T>> waiting = new LinkedHashSet<>();
    private int members;
    private int callers;
    private @Nullable T latest;

    Subscription(PollTarget<T> target) {
        this.target = target;
    }

    /** @param caller whether it is a caller, and not the gateway itself */
    void enter(boolean caller) {
        members++;
        callers += caller ? 1 : 0;
    }

    void leave(boolean caller) {
        members--;
        callers -= caller ? 1 : 0;
    }

    boolean hasCallers() {
        return callers > 0;
    }

    boolean isIdle() {
        return members == 0;
    }

    /** Adds a waiter, which must be removed. It goes on at once if there is enough for it already. */
    void add(Waiter<T> waiter) {
        if (deliver(waiter)) {
            waiter.resume();
        } else {
            waiting.add(waiter);
        }
    }

    /** Removes a waiter, which goes on with what is known if it still waits. */
    void remove(Waiter<T> waiter) {
        waiting.remove(waiter);
        deliver(waiter);
        waiter.resume();
    }

    /**
     * Notes the observation of a poll.
     *
     * @return the waiters that have enough now. They are no longer here, and must be woken
     */
    List<Waiter<T>> note(PollResult result) {
        T seen = result.get(target);
        if (seen == null) {
            return List.of();
        }
        latest = seen;
        List<Waiter<T>> satisfied = waiting.stream().filter(this::deliver).toList();
        satisfied.forEach(waiting::remove);
        return satisfied;
    }

    /** Lets all waiters go on with what is known. */
    void end() {
        List.copyOf(waiting).forEach(this::remove);
    }

    /**
     * Tells a waiter the newer of the last observation and the one that it has. Gives whether that is enough for it.
     */
    private boolean deliver(Waiter<T> waiter) {
        if (latest != null && latest.nanos() - waiter.known.nanos() > 0) {
            waiter.known = latest;
        }
        return waiter.enough.test(waiter.known);
    }

    /** A thread that waits. It has its own event, because only those that need not wait any longer should be woken. */
    static final class Waiter<T extends Observation> extends CompletableFuture<Woken<T>> {

        private final Predicate<T> enough;
        private volatile T known;

        Waiter(T known, Predicate<T> enough) {
            this.known = known;
            this.enough = enough;
        }

        /** @param turn ends at once if the thread does not wait any more */
        void wake(Runnable turn) {
            if (!complete(new Woken<>(known, turn))) {
                turn.run();
            }
        }

        private void resume() {
            complete(new Woken<>(known, WakeTurns.NONE));
        }
    }

    /**
     * What a waiter goes on with.
     *
     * @param turn ends the turn of {@link WakeTurns} in which it goes on
     */
    record Woken<T extends Observation>(T seen, Runnable turn) {}
}
