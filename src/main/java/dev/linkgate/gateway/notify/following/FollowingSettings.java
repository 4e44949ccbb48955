package dev.linkgate.gateway.notify.following;

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

    FollowingSettings {
        if (readsPerMinute < 0) {
            throw new IllegalArgumentException("linkgate.following.reads-per-minute must not be negative");
        }
    }
}
