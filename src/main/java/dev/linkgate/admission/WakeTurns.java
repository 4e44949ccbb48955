package dev.linkgate.admission;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets the requests that waited for the same change go on a few at a time. Otherwise thousands of answers at once would
 * delay the calls of everybody else.
 */
final class WakeTurns {

    /** Enough for two cores to be busy while the records of some become durable. */
    static final int AT_ONCE = 16;

    /** Afterwards a request goes on in any case, because those before it may have clients that do not read. */
    private static final long LONGEST_SECONDS = 10;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /** One request's turn, which it may never need. For the request's thread, which must {@link #end} it. */
    final class Turn {

        private boolean taken;

        void await() {
            if (!taken) {
                try {
                    taken = turns.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void end() {
            if (taken) {
                turns.release();
            }
        }
    }
}
