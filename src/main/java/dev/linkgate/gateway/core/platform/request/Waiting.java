package dev.linkgate.gateway.core.platform.request;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How long a request may wait for something. Made by the request's own thread. */
public final class Waiting {

    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final Thread own = Thread.currentThread();

    private volatile BooleanSupplier conditions;
    private volatile boolean awaited = true;
    private volatile RetryWindow retryWindow = RetryWindow.NONE;
    private volatile Runnable endOfTurn = () -> {};

    /** @param callerContinues whether the caller still has its right */
    Waiting(BooleanSupplier callerContinues) {
        this.conditions = callerContinues;
    }

    /**
     * Adds a condition for waiting any longer, besides the caller's right.
     *
     * @param condition false ends the wait as if its time were up
     */
    public void addCondition(BooleanSupplier condition) {
        BooleanSupplier before = conditions;
        conditions = () -> before.getAsBoolean() && condition.getAsBoolean();
    }

    /**
     * Whether the request may wait any longer: its caller has its right and is connected, and the gateway has capacity.
     * Each of its waiting threads should call it once a second. Only the request's own thread checks the
     * conditions, because one of them uses the connection. The other threads get the result of its last check, so the
     * own thread must call this too while it waits for them.
     *
     * @throws LinkgateException if the caller must not get an answer any more; only to the request's own thread
     */
    public boolean mayContinue() {
        if (Thread.currentThread().equals(own)) {
            boolean holds = false;
            try {
                holds = conditions.getAsBoolean();
            } finally {
                awaited = holds;
            }
        }
        return awaited;
    }

    /** Whether the last check of {@link #mayContinue} allowed to wait; true if there was none. */
    public boolean isAwaited() {
        return awaited;
    }

    /** Lets the request wait for its next try, from now on, where others are refused at once. */
    public void retryWithin(RetryWindow window) {
        retryWindow = window;
    }

    /** Whether a refusal that passes may still be waited out. */
    public boolean mayRetry() {
        return retryWindow.isOpen();
    }

    /** {@link #retrying(Supplier, Supplier)} of work without a deadline of its own. */
    public <T> T retrying(Supplier<T> work) {
        return retrying(() -> ANY_TIME, work);
    }

    /**
     * Does work, again and again while it is refused for a moment and the request may wait.
     *
     * @param timeLeft for the work
     * @param work its last exception passes through
     * @throws LinkgateException if the caller must not get an answer any more
     */
    public <T> T retrying(Supplier<Duration> timeLeft, Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (LinkgateException refused) {
                if (!retryWindow.waitOut(refused.failure(), timeLeft, this::mayContinue)) {
                    throw refused;
                }
            }
        }
    }

    /**
     * Notes that this request continues in its turn of those that waited for the same.
     *
     * @param end lets the next continue
     */
    public void beginTurn(Runnable end) {
        endOfTurn = end;
    }

    /** Lets the next of those that waited continue, if this request has a turn. */
    public void endTurn() {
        endOfTurn.run();
        endOfTurn = () -> {};
    }
}
