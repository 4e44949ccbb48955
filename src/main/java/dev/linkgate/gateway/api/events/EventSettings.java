package dev.linkgate.gateway.api.events;

import dev.linkgate.gateway.platform.concurrency.Capacity;
import dev.linkgate.gateway.platform.concurrency.TeamQuota;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Limits and timing of this replica's event streams. Bare numbers count seconds.
 *
 * @param maxStreams open streams at once; absent: as many as the heap allows, {@link Capacity#streams()}
 * @param maxTeamStreams open streams of one team; absent: three quarters of them
 * @param heartbeat the silence after which a stream sends a comment
 * @param maxJwtLife the longest stream of a caller with a JWT or a client certificate, which cannot be rechecked
 */
@ConfigurationProperties("linkgate.events")
record EventSettings(
        @Nullable Integer maxStreams,
        @Nullable Integer maxTeamStreams,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("15s")
        Duration heartbeat,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m")
        Duration maxJwtLife) {

    /** @throws IllegalArgumentException if a number is negative or a duration is not positive */
    EventSettings {
        if ((maxStreams != null && maxStreams < 0) || (maxTeamStreams != null && maxTeamStreams < 0)) {
            throw new IllegalArgumentException(
                    "linkgate.events.max-streams and .max-team-streams must not be negative");
        }
        if (!heartbeat.isPositive() || !maxJwtLife.isPositive()) {
            throw new IllegalArgumentException("linkgate.events.heartbeat and .max-jwt-life must be positive");
        }
    }

    TeamQuota quota(Capacity capacity) {
        int max = maxStreams != null ? maxStreams : capacity.streams();
        return maxTeamStreams == null
                ? new TeamQuota("event streams", max)
                : new TeamQuota("event streams", max, maxTeamStreams);
    }
}
