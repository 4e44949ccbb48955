package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How endpoints and links are followed after a write.
 *
 * @param readsPerMinute how often Atlas is asked for all followed targets of one project together, by all replicas; 0
 *     for never
 */
@ConfigurationProperties("linkgate.following")
record FollowingSettings(@DefaultValue("60") int readsPerMinute) {

    /** @throws StartRefused if it is negative */
    FollowingSettings {
        SettingBounds.requireAtLeast("linkgate.following.reads-per-minute", readsPerMinute, 0);
    }
}
