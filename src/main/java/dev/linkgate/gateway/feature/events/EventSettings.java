package dev.linkgate.gateway.feature.events;

import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits and timing of this replica's event streams.
 *
 * @param maxStreams open streams at once; absent: as many as the heap allows, {@link Capacity#streams()}. One team may
 *     have three quarters of them
 * @param heartbeat the silence after which a stream sends a comment
 * @param maxJwtLife the longest stream of a caller with a JWT or a client certificate, which cannot be rechecked
 */
@ConfigurationProperties("linkgate.events")
record EventSettings(
        @Nullable Integer maxStreams,

        @DefaultValue("15s") Duration heartbeat,

        @DefaultValue("5m") Duration maxJwtLife) {

    /** @throws StartRefused if a number is negative or a duration is not positive */
    EventSettings {
        if (maxStreams != null) {
            SettingBounds.requireAtLeast("linkgate.events.max-streams", maxStreams, 0);
        }
        SettingBounds.requirePositive("linkgate.events.heartbeat", heartbeat);
        SettingBounds.requirePositive("linkgate.events.max-jwt-life", maxJwtLife);
    }

    TeamQuota quota(Capacity capacity) {
        return new TeamQuota("event streams", maxStreams != null ? maxStreams : capacity.streams());
    }
}
