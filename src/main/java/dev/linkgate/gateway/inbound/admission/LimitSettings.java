package dev.linkgate.gateway.inbound.admission;

import dev.linkgate.gateway.platform.concurrency.Capacity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of this replica callers may use, if nothing else is said.
 *
 * @param teamRequestsPerMinute requests of one team a minute at all replicas together; zero means no limit
 * @param anonymousPerMinute requests a minute from one address whose caller is unknown; ten times as many from all
 *     addresses together. Pages and documents are counted apart, with the same limit. Zero means none
 * @param connections client connections at once; absent: as many as the heap allows, {@link Capacity}
 * @param connectionsPerAddress connections of one address; absent: half of them
 * @param headerTimeout the longest time for a request's header, from its first byte to its last, and for a TLS
 *     handshake
 * @param bodyTimeout the longest time for a request's body
 */
@ConfigurationProperties("linkgate.limits")
record LimitSettings(
        @DefaultValue("0") int teamRequestsPerMinute,
        @DefaultValue("600") int anonymousPerMinute,
        @Nullable Integer connections,
        @Nullable Integer connectionsPerAddress,
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("10s") Duration bodyTimeout) {

    /**
     * @throws IllegalArgumentException if a number is negative, too few connections are allowed, or a time is not
     *     positive
     */
    LimitSettings {
        if (teamRequestsPerMinute < 0 || anonymousPerMinute < 0) {
            throw new IllegalArgumentException(
                    "linkgate.limits.team-requests-per-minute and .anonymous-per-minute must not be negative");
        }
        if ((connections != null && connections < Capacity.MIN_CONNECTIONS)
                || (connectionsPerAddress != null && connectionsPerAddress < 1)) {
            throw new IllegalArgumentException("linkgate.limits.connections must be at least "
                    + Capacity.MIN_CONNECTIONS + ", and .connections-per-address at least 1");
        }
        if (!headerTimeout.isPositive() || !bodyTimeout.isPositive()) {
            throw new IllegalArgumentException("linkgate.limits.header-timeout and .body-timeout must be positive");
        }
    }
}
