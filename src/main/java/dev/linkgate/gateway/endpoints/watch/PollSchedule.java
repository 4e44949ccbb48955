package dev.linkgate.gateway.endpoints.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a {@link Poller} polls. The poller guards it. All times are of a {@link WatchClock}. */
final class PollSchedule {

    /** How long before the end of the shortest wait a poll starts, because Atlas needs a moment to answer. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    private final long intervalNanos;
    private final long earliestNanos;
    private long next;
    private @Nullable Long last;
    private boolean nextIsEarly;
    private boolean lastWasEarly;

    /** @param earliestNanos the earliest start of the first poll */
    PollSchedule(long now, Duration interval, long earliestNanos) {
        this.intervalNanos = interval.toNanos();
        this.earliestNanos = earliestNanos;
        this.next = now + intervalNanos;
    }

    /** How long until the next poll; at most 0 if it is due. */
    long left(long now) {
        return next - now;
    }

    /** When the last poll began; absent if there was none. */
    @Nullable
    Long last() {
        return last;
    }

    void begin(long now) {
        last = now;
        lastWasEarly = nextIsEarly;
        nextIsEarly = false;
        next = now + intervalNanos;
    }

    /**
     * Lets the first poll come before the end of a wait, but not before its earliest start.
     *
     * @return whether the next poll comes at another time now
     */
    boolean enter(long now, Duration patience) {
        if (last != null) {
            return false;
        }
        long lead = Math.min(LEAD.toNanos(), patience.toNanos() / 2);
        long wanted = now + patience.toNanos() - lead;
        long sooner = wanted - next < 0 ? wanted : next;
        long changed = sooner - earliestNanos < 0 ? earliestNanos : sooner;
        if (changed == next) {
            return false;
        }
        next = changed;
        return true;
    }

    /**
     * Lets the next poll come at once after a write, but not two polls running.
     *
     * @return whether the next poll comes sooner now
     */
    boolean written(long now) {
        long sooner = last == null && earliestNanos - now > 0 ? earliestNanos : now;
        if (lastWasEarly || sooner - next >= 0) {
            return false;
        }
        nextIsEarly = true;
        next = sooner;
        return true;
    }
}
