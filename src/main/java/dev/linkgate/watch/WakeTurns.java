package dev.linkgate.watch;

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

    /** Afterwards the next goes on in any case, because those before it may have clients that do not read. */
    private static final long LONGEST_SECONDS = 10;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /**
     * Waits for a turn, for a thread that is to be woken.
     *
     * @return ends the turn; to be run once
     */
    Runnable take() {
        boolean taken = false;
        try {
            taken = turns.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return taken ? turns::release : NONE;
    }
}
