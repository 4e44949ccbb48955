package dev.linkgate.gateway.feature.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Limits the requests a minute of each of many callers. A caller's minute begins with its first request after its last
 * minute. A caller takes one count of memory, only for a minute after its last request, and only if it is among the
 * {@value #MAX_CALLERS} most recent callers.
 */
final class PerMinuteLimit {

    private static final int MAX_CALLERS = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final IntSupplier limit;
    private final Ticker ticker;
    private final Cache<String, AtomicReference<Minute>> minutes;

    /** @param limit requests of one caller a minute, 0 or more */
    PerMinuteLimit(int limit, Ticker ticker) {
        this(() -> limit, ticker);
    }

    /** @param limit requests of one caller a minute, 0 or more; a change holds at once, also within a minute */
    PerMinuteLimit(IntSupplier limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.minutes = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(WINDOW)
                .maximumSize(MAX_CALLERS)
                .ticker(ticker)
                .build();
    }

    /** A caller's minute: its beginning and its requests, of which only the first refused one is counted. */
    private record Minute(long startedNanos, int asked) {

        Minute next(long now, int limit) {
            if (now - startedNanos >= WINDOW.toNanos()) {
                return new Minute(now, 1);
            }
            return asked > limit ? this : new Minute(startedNanos, asked + 1);
        }
    }

    /**
     * A caller's standing after a request.
     *
     * @param granted whether the request was within the limit
     * @param remaining the number of further requests allowed before the reset
     * @param reset the time until the whole limit is available again, more than zero and at most a minute
     */
    record Standing(boolean granted, int limit, int remaining, Duration reset) {

        /** Rounded up, so that the whole limit is available at that second. */
        long resetSeconds() {
            return reset.plusSeconds(1).minusNanos(1).toSeconds();
        }
    }

    /** The time until the reset if a further request of a caller would be refused now; it is not counted. */
    Optional<Duration> usedUp(String caller) {
        AtomicReference<Minute> known = minutes.getIfPresent(caller);
        if (known == null) {
            return Optional.empty();
        }
        Minute minute = Objects.requireNonNull(known.get());
        long left = minute.startedNanos() + WINDOW.toNanos() - ticker.read();
        return left > 0 && minute.asked() >= limit.getAsInt() ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /** Counts a request of a caller. */
    Standing take(String caller) {
        long now = ticker.read();
        int current = limit.getAsInt();
        Minute minute = minutes.get(caller, absent -> new AtomicReference<>(new Minute(now, 0)))
                .updateAndGet(before -> before.next(now, current));
        long left = Math.clamp(minute.startedNanos() + WINDOW.toNanos() - now, 1, WINDOW.toNanos());
        return new Standing(
                minute.asked() <= current, current, Math.max(0, current - minute.asked()), Duration.ofNanos(left));
    }
}
