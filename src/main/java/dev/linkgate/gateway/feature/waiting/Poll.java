package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One value at Atlas that all who wait for it share. They begin its reads, each of which has a virtual thread of its
 * own, so that a wait can end while Atlas is silent.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>At most one read is under way, and at least the interval lies between the starts of two, unless a write is
 *       {@linkplain #written reported} or a link is read {@linkplain #since whole}. After a write the next read comes at
 *       once, but not two running.
 *   <li>Nothing is read while no caller waits.
 *   <li>A failed read changes nothing, and is not repeated before the interval has passed.
 * </ol>
 */
final class Poll<T> {

    private static final Logger log = LoggerFactory.getLogger(Poll.class);

    private final WatchClock time;
    private final long intervalNanos;
    private final Function<Boolean, Aged<T>> read;

    private CompletableFuture<@Nullable Void> news = new CompletableFuture<>();
    private @Nullable LastRead<T> last;
    private @Nullable Aged<T> seen;
    private @Nullable Long written;
    private int callers;

    /**
     * The read that began last: it is under way, or has ended.
     *
     * @param early whether a write has brought it forward
     */
    private record LastRead<T>(long began, boolean early, CompletableFuture<Aged<T>> result) {

        boolean isUnderWay() {
            return !result.isDone();
        }
    }

    /** @param read asks Atlas, for a caller or for the gateway itself */
    Poll(WatchClock time, Duration interval, Function<Boolean, Aged<T>> read) {
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.read = read;
    }

    /** Completes when there is something to look at again. To be asked before everything else. */
    synchronized CompletableFuture<?> news() {
        return news;
    }

    /** What was seen last; absent if Atlas was asked for it before. */
    synchronized @Nullable Aged<T> newerThan(long nanos) {
        return seen != null && seen.nanos() - nanos > 0 ? seen : null;
    }

    /**
     * Begins the next read if it is due. Where no caller waits, it gives way to the reads of callers.
     *
     * @param known when Atlas was asked for what the waiter knows
     * @param first the earliest time of the waiter's first read
     * @return the nanoseconds after which this must be called again
     */
    synchronized long poll(long known, long first) {
        if (isUnderWay()) {
            return Long.MAX_VALUE;
        }
        long now = time.read();
        long left = Math.max(first - now, last == null ? 0 : last.began() + intervalNanos - now);
        boolean early = left > 0 && written != null && written - known > 0 && mayHurry(now);
        if (left > 0 && !early) {
            return left;
        }
        begin(now, early, callers > 0);
        return Long.MAX_VALUE;
    }

    /** Notes how many callers more, or fewer, wait. */
    synchronized void addCallers(int more) {
        callers += more;
    }

    synchronized boolean hasCallers() {
        return callers > 0;
    }

    /** Reports a write, after which callers want to look again. */
    synchronized void written() {
        long now = time.read();
        written = now;
        if (callers > 0 && !isUnderWay() && mayHurry(now)) {
            begin(now, true, true);
        }
    }

    /**
     * What a read shows that began no earlier than this, or is under way.
     *
     * @throws java.util.concurrent.CompletionException with its exception
     */
    Aged<T> since(long nanos, boolean caller) {
        LastRead<T> shown;
        synchronized (this) {
            if (last == null || (!last.isUnderWay() && last.began() - nanos < 0)) {
                begin(time.read(), false, caller);
            }
            shown = Objects.requireNonNull(last);
        }
        return shown.result().join();
    }

    private boolean isUnderWay() {
        return last != null && last.isUnderWay();
    }

    private boolean mayHurry(long now) {
        return last == null || !last.early() || now - last.began() >= intervalNanos;
    }

    private void begin(long now, boolean early, boolean caller) {
        CompletableFuture<Aged<T>> result = CompletableFuture.supplyAsync(
                () -> read.apply(caller),
                task -> Thread.ofVirtual().name("poll").start(task));
        last = new LastRead<>(now, early, result);
        written = null;
        CompletableFuture<Aged<T>> unusedEnd = result.whenComplete(this::end);
    }

    private void end(@Nullable Aged<T> result, @Nullable Throwable failure) {
        if (failure != null) {
            log.debug("A poll failed: {}", failure.getMessage());
        }
        wake(result);
    }

    /** Lets all who wait look again. */
    void wake() {
        wake(null);
    }

    private void wake(@Nullable Aged<T> newest) {
        CompletableFuture<@Nullable Void> now;
        synchronized (this) {
            seen = newest == null ? seen : newest;
            now = news;
            news = new CompletableFuture<>();
        }
        now.complete(null);
    }
}
