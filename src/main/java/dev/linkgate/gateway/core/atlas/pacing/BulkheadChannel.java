package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits each team's concurrent requests at Atlas, so that a team whose requests hang leaves connections to the others.
 * A request beyond the limit waits in order, up to its deadline or as long as its caller may wait. {@link
 * dev.linkgate.gateway.core.atlas.channel.HttpChannel} limits the requests of all teams together.
 */
public final class BulkheadChannel implements AtlasChannel {

    private static final Duration NEXT_CHANCE = Duration.ofSeconds(1);

    private final AtlasChannel inner;
    private final WaitMetrics waits;
    private final FairTurns turns;

    /** @param maxOfTeam concurrent requests of one team, 1 or more */
    public BulkheadChannel(AtlasChannel inner, int maxOfTeam, WaitMetrics waits) {
        this.inner = inner;
        this.waits = waits;
        this.turns = new FairTurns("requests to Atlas", Integer.MAX_VALUE, maxOfTeam);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        try (FairTurns.Turn turn = take(request)) {
            if (turn == null) {
                throw AtlasFault.NO_PLACE.failure().retryAfter(NEXT_CHANCE).toException();
            }
            return inner.exchange(request);
        }
    }

    private FairTurns.@Nullable Turn take(AtlasRequest request) {
        waits.begin(WaitMetrics.Reason.TEAM);
        try {
            return turns.take(
                    request.team(), request.timeLeft(), request.context().waiting()::mayContinue);
        } finally {
            waits.end(WaitMetrics.Reason.TEAM);
        }
    }
}
