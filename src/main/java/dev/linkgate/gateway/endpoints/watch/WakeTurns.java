package dev.linkgate.gateway.endpoints.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets those that waited for the same change go on a few at a time. Threads that are ready run in their order, so
 * thousands woken at once would delay the calls of everybody else.
 */
final class WakeTurns {

    /** Enough for two cores to be busy while the records of some become durable. */
    static final int AT_ONCE = 16;

    /** The turn of a thread that need not wait for one. */
    static final Runnable NONE = () -> {};

    private final Duration longest;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    WakeTurns() {
        this(Duration.ofSeconds(10));
    }

    /**
     * @param longest within which all of one change go on in any case, because those before them may be held up, by an
     *     audit trail that does not answer for example
     */
    WakeTurns(Duration longest) {
        this.longest = longest;
    }

    /** Wakes waiters one after the other, each as soon as there is a turn for it. */
    void wake(List<Subscription.Waiter<?>> waiters) {
        long end = System.nanoTime() + longest.toNanos();
        for (Subscription.Waiter<?> waiter : waiters) {
            waiter.wake(take(end - System.nanoTime()));
        }
    }

    /** @return ends the turn; to be run once */
    private Runnable take(long nanos) {
        try {
            return turns.tryAcquire(nanos, TimeUnit.NANOSECONDS) ? turns::release : NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        }
    }
}
