package dev.linkgate.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the gateway callers may use.
 *
 * @param teamRequestsPerMinute requests of one team a minute, on this replica; zero means as many as it likes
 */
@ConfigurationProperties("linkgate.limits")
record LimitSettings(@DefaultValue("0") int teamRequestsPerMinute) {

    /** @throws IllegalArgumentException if it is negative */
    LimitSettings {
        if (teamRequestsPerMinute < 0) {
            throw new IllegalArgumentException("linkgate.limits.team-requests-per-minute must not be negative");
        }
    }
}
