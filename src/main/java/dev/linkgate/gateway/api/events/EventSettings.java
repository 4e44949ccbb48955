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
 * @param maxStreams open streams at once; absent: as many as the heap allows, {@link Capacity#streams()}. One team may
 *     have three quarters of them
 * @param heartbeat the silence after which a stream sends a comment
 * @param maxJwtLife the longest stream of a caller with a JWT or a client certificate, which cannot be rechecked
 */
@ConfigurationProperties("linkgate.events")
record EventSettings(
        @Nullable Integer maxStreams,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("15s")
        Duration heartbeat,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m")
        Duration maxJwtLife) {

    /** @throws IllegalArgumentException if a number is negative or a duration is not positive */
    EventSettings {
        if (maxStreams != null && maxStreams < 0) {
            throw new IllegalArgumentException("linkgate.events.max-streams must not be negative");
        }
        if (!heartbeat.isPositive() || !maxJwtLife.isPositive()) {
            throw new IllegalArgumentException("linkgate.events.heartbeat and .max-jwt-life must be positive");
        }
    }

    TeamQuota quota(Capacity capacity) {
        return new TeamQuota("event streams", maxStreams != null ? maxStreams : capacity.streams());
    }
}
