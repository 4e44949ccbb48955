package dev.linkgate.gateway.atlas.pacing;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of requests that may still be sent again: each request adds a share of one, each repetition takes one, and
 * time restores a few. So an outage adds only that share to Atlas's load, and does not multiply it.
 *
 * <p>Nothing is written while the budget is full, which is so as long as there are no failures.
 */
final class RetryBudget {

    /** One repetition, in the counter's unit. */
    private static final long ONE = 1_000_000;

    private final long share;
    private final long full;
    private final long floorMillis;
    private final InstantSource clock;
    private final AtomicLong left;
    private final AtomicLong refilledAt;

    RetryBudget(ResilienceSettings.Retries settings, InstantSource clock) {
        this.share = Math.round(settings.share() * ONE);
        this.full = settings.floor() * ONE;
        this.floorMillis = Math.max(1, settings.floorInterval().toMillis());
        this.clock = clock;
        this.left = new AtomicLong(full);
        this.refilledAt = new AtomicLong(clock.millis());
    }

    /** Called before a request is sent for the first time. */
    void pay() {
        if (left.get() < full) {
            add(share);
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
        long whole = (now - since) / floorMillis;
        if (whole > 0 && refilledAt.compareAndSet(since, since + whole * floorMillis)) {
            add(Math.min(whole, full / ONE) * ONE);
        }
    }

    private void add(long amount) {
        left.updateAndGet(before -> Math.min(full, before + amount));
    }
}
