package dev.linkgate.gateway.core.platform.request;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The time in which a request that is refused for a moment is tried again instead: by a limit of the gateway or of
 * Atlas, or because requests to Atlas are paused. Most requests have none.
 *
 * <p>Before the next try the request waits as long as the refusal says, and takes a place among those that wait.
 */
public final class RetryWindow {

    /** No time: a refusal is answered at once. */
    static final RetryWindow NONE = new RetryWindow(Duration.ZERO, () -> () -> {});

    private static final Set<ProblemCode> PASSING = Set.of(ProblemCode.RATE_LIMITED, ProblemCode.ATLAS_UNAVAILABLE);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final long endNanos;
    private final Supplier<Runnable> places;

    /**
     * @param length from now on
     * @param places takes a place among the requests that wait, and gives what frees it; throws
     *     {@link LinkgateException} if there is none
     */
    public RetryWindow(Duration length, Supplier<Runnable> places) {
        this.endNanos = System.nanoTime() + length.toNanos();
        this.places = places;
    }

    boolean isOpen() {
        return left().isPositive();
    }

    private Duration left() {
        return Duration.ofNanos(endNanos - System.nanoTime());
    }

    /**
     * Waits until the next try is due.
     *
     * @param timeLeft for the tries
     * @param mayContinue asked once a second; its exception passes through
     * @return false if there is no next try
     */
    boolean waitOut(Failure refusal, Supplier<Duration> timeLeft, BooleanSupplier mayContinue) {
        if (!PASSING.contains(refusal.code()) || !isOpen()) {
            return false;
        }
        Duration pause = pause(refusal);
        if (pause.compareTo(left()) >= 0 || pause.compareTo(timeLeft.get()) >= 0) {
            return false;
        }
        Runnable place;
        try {
            place = places.get();
        } catch (LinkgateException full) {
            return false;
        }
        try {
            long due = System.nanoTime() + pause.toNanos();
            // It never comes; only the time and the conditions end this.
            boolean unusedEvent = Futures.await(new CompletableFuture<>(), pause, mayContinue);
            return System.nanoTime() - due >= 0;
        } finally {
            place.run();
        }
    }

    private static Duration pause(Failure refusal) {
        Duration asked = Objects.requireNonNullElse(
                refusal.retryAfter(), Objects.requireNonNullElse(refusal.code().retryAfter(), SHORTEST_PAUSE));
        return asked.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : asked;
    }
}
