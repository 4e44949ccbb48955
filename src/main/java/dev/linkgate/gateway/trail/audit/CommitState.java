package dev.linkgate.gateway.trail.audit;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether records can be stored, as the last commit shows, or the one under way if it takes too long. */
final class CommitState {

    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private volatile boolean failed;
    private volatile boolean underWay;
    private volatile long begunNanos;

    /**
     * @param timeout how long a commit may take
     * @param nanoTime monotonic, as {@link System#nanoTime()}
     */
    CommitState(Duration timeout, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A commit begins. */
    void begins() {
        begunNanos = nanoTime.getAsLong();
        underWay = true;
    }

    /** @return whether the one before had failed */
    boolean succeeds() {
        boolean before = failed;
        failed = false;
        underWay = false;
        return before;
    }

    /** @return whether the one before had not failed */
    boolean fails() {
        boolean before = failed;
        failed = true;
        underWay = false;
        return !before;
    }

    /** Whether a commit has begun and not ended. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether the last commit failed. */
    boolean hasFailed() {
        return failed;
    }

    boolean isStoring() {
        return !failed && !(underWay && nanoTime.getAsLong() - begunNanos >= timeoutNanos);
    }
}
