package dev.linkgate.gateway.core.atlas.pacing;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of requests that may still be sent again: each request adds a tenth of one, each repetition takes one, and
 * time restores one a second. So an outage adds only a tenth to Atlas's load, and does not multiply it.
 *
 * <p>The budget is never more than {@value #MAX}, so that what was saved up in good times is not spent on an outage;
 * and time alone restores it, so that a quiet gateway can send again, too. Nothing is written while the budget is full,
 * which is so as long as there are no failures.
 */
final class RetryBudget {

    /** One repetition, in the counter's unit. */
    private static final long ONE = 10;

    /**
     * What a request adds: a tenth of a repetition, which is hardly noticed at Atlas and enough for passing failures.
     */
    private static final long SHARE = 1;

    private static final int MAX = 10;
    private static final long FULL = MAX * ONE;
    private static final long MILLIS_TO_RESTORE_ONE = 1_000;

    private final InstantSource clock;
    private final AtomicLong left;
    private final AtomicLong refilledAt;

    RetryBudget(InstantSource clock) {
        this.clock = clock;
        this.left = new AtomicLong(FULL);
        this.refilledAt = new AtomicLong(clock.millis());
    }

    /** Called before a request is sent for the first time. */
    void pay() {
        if (left.get() < FULL) {
            add(SHARE);
        }
    }

    /** @return false if the budget is used up */
    boolean take() {
        refill();
        while (true) {
            long before = left.get();
            if (before < ONE) {
                return false;
            }
            if (left.compareAndSet(before, before - ONE)) {
                return true;
            }
        }
    }

    /** Repetitions that may be made at once. */
    double available() {
        return (double) left.get() / ONE;
    }

    private void refill() {
        long now = clock.millis();
        long since = refilledAt.get();
        long whole = (now - since) / MILLIS_TO_RESTORE_ONE;
        if (whole > 0 && refilledAt.compareAndSet(since, since + whole * MILLIS_TO_RESTORE_ONE)) {
            add(Math.min(whole, MAX) * ONE);
        }
    }

    private void add(long amount) {
        left.updateAndGet(before -> Math.min(FULL, before + amount));
    }
}
