package dev.linkgate.gateway.atlas.pacing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.atlas.channel.AtlasFault;
import dev.linkgate.gateway.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.atlas.channel.TransportFailure;
import java.time.Duration;

/**
 * Limits each team's concurrent requests at Atlas, so that a team whose requests hang leaves connections to the others.
 * A request beyond the limit waits in order, up to its {@link WaitLimit}.
 */
public final class BulkheadChannel implements AtlasChannel {

    private static final Duration NEXT_CHANCE = Duration.ofSeconds(1);

    private final AtlasChannel inner;
    private final WaitMetrics waits;

    /**
     * Weak values: a team is forgotten only when none of its requests is under way, so its limit is never doubled.
     */
    private final LoadingCache<String, TeamSlots> teams;

    public BulkheadChannel(AtlasChannel inner, int placesPerTeam, WaitMetrics waits) {
        this.inner = inner;
        this.waits = waits;
        this.teams = Caffeine.newBuilder().weakValues().build(team -> new TeamSlots(placesPerTeam));
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        TeamSlots places = teams.get(request.team());
        take(places, request);
        try {
            return inner.exchange(request);
        } finally {
            places.giveBack();
        }
    }

    private void take(TeamSlots places, AtlasRequest request) {
        if (places.tryTake()) {
            return;
        }
        waits.begin(WaitMetrics.Reason.TEAM);
        try {
            if (!places.take(new WaitLimit(request))) {
                throw AtlasFault.NO_PLACE.failure().retryAfter(NEXT_CHANCE).toException();
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        } finally {
            waits.end(WaitMetrics.Reason.TEAM);
        }
    }
}
