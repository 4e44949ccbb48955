package dev.linkgate.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Limits requests a minute of each of many callers. A caller's minute begins with its first request after its last minute
 * was over. What is kept of a caller is one count, and that only for a minute after its last request, and for the
 * {@value #MAX_CALLERS} callers that came last.
 */
final class PerMinuteLimit {

    private static final int MAX_CALLERS = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int limit;
    private final Ticker ticker;
    private final Cache<String, AtomicReference<Minute>> minutes;

    /** @param limit requests of one caller a minute, 0 or more */
    PerMinuteLimit(int limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.minutes = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(WINDOW)
                .maximumSize(MAX_CALLERS)
                .ticker(ticker)
                .build();
    }

    /** A caller's minute: when it began and what was asked for in it, the refused requests not counted beyond the first. */
    private record Minute(long startedNanos, int asked) {

        Minute next(long now, int limit) {
            if (now - startedNanos >= WINDOW.toNanos()) {
                return new Minute(now, 1);
            }
            return asked > limit ? this : new Minute(startedNanos, asked + 1);
        }
    }

    /**
     * How a caller stands after a request.
     *
     * @param granted whether the request was within the limit
     * @param remaining how many more are, before the reset
     * @param reset until the whole limit is there again, more than zero and at most a minute
     */
    record Standing(boolean granted, int limit, int remaining, Duration reset) {

        /** Rounded up: at that second, and not just before it, the whole limit is there. */
        long resetSeconds() {
            return reset.plusSeconds(1).minusNanos(1).toSeconds();
        }
    }

    /** Counts a request of a caller. */
    Standing take(String caller) {
        long now = ticker.read();
        Minute minute = minutes.get(caller, absent -> new AtomicReference<>(new Minute(now, 0)))
                .updateAndGet(before -> before.next(now, limit));
        long left = Math.clamp(minute.startedNanos() + WINDOW.toNanos() - now, 1, WINDOW.toNanos());
        return new Standing(
                minute.asked() <= limit, limit, Math.max(0, limit - minute.asked()), Duration.ofNanos(left));
    }
}
