package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of this replica callers may use, if nothing else is said.
 *
 * @param teamRequestsPerMinute requests of one team a minute at all replicas together; zero means no limit
 * @param anonymousPerMinute requests a minute from one address whose caller is unknown; ten times as many from all
 *     addresses together. Pages and documents are counted apart, with the same limit. Zero means none
 * @param connections client connections at once; absent: as many as the heap allows, {@link Capacity}
 * @param connectionsPerAddress connections of one address; absent: half of them
 * @param headerSize of a request's line and headers together, from 8 to 64 KiB; each request under way keeps so much
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
        @DefaultValue("16KB") DataSize headerSize,
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("10s") Duration bodyTimeout) {

    private static final DataSize SMALLEST_HEADER = DataSize.ofKilobytes(8);
    private static final DataSize LARGEST_HEADER = DataSize.ofKilobytes(64);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * @throws StartRefused if a number is negative, too few connections are allowed, a size is out of its range, or a
     *     time is not positive
     */
    LimitSettings {
        SettingBounds.requireAtLeast("linkgate.limits.team-requests-per-minute", teamRequestsPerMinute, 0);
        SettingBounds.requireAtLeast("linkgate.limits.anonymous-per-minute", anonymousPerMinute, 0);
        if (connections != null) {
            SettingBounds.requireAtLeast("linkgate.limits.connections", connections, Capacity.MIN_CONNECTIONS);
        }
        if (connectionsPerAddress != null) {
            SettingBounds.requireAtLeast("linkgate.limits.connections-per-address", connectionsPerAddress, 1);
        }
        if (headerSize.compareTo(SMALLEST_HEADER) < 0 || headerSize.compareTo(LARGEST_HEADER) > 0) {
            throw new StartRefused(
                    "linkgate.limits.header-size must be between 8KB and 64KB.", "Set it to 16KB, for instance.");
        }
        SettingBounds.requirePositive("linkgate.limits.header-timeout", headerTimeout, LONGEST);
        SettingBounds.requirePositive("linkgate.limits.body-timeout", bodyTimeout, LONGEST);
    }
}
