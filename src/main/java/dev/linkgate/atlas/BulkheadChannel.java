package dev.linkgate.atlas;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits each team's concurrent requests at Atlas, so that a team whose requests hang leaves connections to the others.
 * A request beyond the limit waits in order until its deadline.
 */
final class BulkheadChannel implements AtlasChannel {

    private static final Duration NEXT_CHANCE = Duration.ofSeconds(1);

    private final AtlasChannel inner;
    private final WaitMetrics waits;

    /**
     * Weak values: a team is forgotten only when none of its requests is under way, so its limit is never doubled.
     */
    private final LoadingCache<String, Semaphore> teams;

    BulkheadChannel(AtlasChannel inner, int placesPerTeam, WaitMetrics waits) {
        this.inner = inner;
        this.waits = waits;
        this.teams = Caffeine.newBuilder().weakValues().build(team -> new Semaphore(placesPerTeam, true));
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Semaphore places = teams.get(request.team());
        take(places, request);
        try {
            return inner.exchange(request);
        } finally {
            places.release();
        }
    }

    private void take(Semaphore places, AtlasRequest request) {
        // Fair among waiting requests; without any, a request takes a free place at once.
        if (!places.hasQueuedThreads() && places.tryAcquire()) {
            return;
        }
        waits.begin(WaitMetrics.Reason.TEAM);
        try {
            if (!places.tryAcquire(request.timeLeft().toNanos(), TimeUnit.NANOSECONDS)) {
                throw AtlasFault.NO_PLACE.failure().retryAfter(NEXT_CHANCE).toException();
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        } finally {
            waits.end(WaitMetrics.Reason.TEAM);
        }
    }
}
