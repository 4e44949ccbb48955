package dev.linkgate.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The teams' shares: so many requests in a minute, which begins with the first request after the last minute was over.
 * What is kept of a team is one count, and that only for a minute after its last request.
 */
final class TeamShares {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int limit;
    private final Ticker ticker;
    private final Cache<String, AtomicReference<Minute>> minutes;

    /** @param limit requests of a team a minute, at least 1 */
    TeamShares(int limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.minutes = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(WINDOW)
                .ticker(ticker)
                .build();
    }

    /** A team's minute: when it began and what was asked for in it, the refused requests not counted beyond the first. */
    private record Minute(long startedNanos, int asked) {

        Minute next(long now, int limit) {
            if (now - startedNanos >= WINDOW.toNanos()) {
                return new Minute(now, 1);
            }
            return asked > limit ? this : new Minute(startedNanos, asked + 1);
        }
    }

    /**
     * How a team stands after a request.
     *
     * @param granted whether the request was within the share
     * @param remaining how many more are, before the reset
     * @param reset until the whole share is there again, more than zero and at most a minute
     */
    record Standing(boolean granted, int limit, int remaining, Duration reset) {

        /** Rounded up: at that second, and not just before it, the share is there. */
        long resetSeconds() {
            return reset.plusSeconds(1).minusNanos(1).toSeconds();
        }
    }

    /** Counts a request of a team. */
    Standing take(String team) {
        long now = ticker.read();
        Minute minute = minutes.get(team, absent -> new AtomicReference<>(new Minute(now, 0)))
                .updateAndGet(before -> before.next(now, limit));
        long left = Math.clamp(minute.startedNanos() + WINDOW.toNanos() - now, 1, WINDOW.toNanos());
        return new Standing(
                minute.asked() <= limit, limit, Math.max(0, limit - minute.asked()), Duration.ofNanos(left));
    }
}
