package dev.linkgate.gateway.core.access.key;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys of teams and administrators.
 *
 * @param maxLife the longest life of a key that is made or rotated from now on, up to 3650 days; absent for no limit
 */
@ConfigurationProperties("linkgate.keys")
public record KeySettings(@Nullable Duration maxLife) {

    private static final Duration LONGEST = Duration.ofDays(3_650);

    /** @throws StartRefused if it is not positive, or too long */
    public KeySettings {
        if (maxLife != null) {
            SettingBounds.requirePositive("linkgate.keys.max-life", maxLife, LONGEST);
        }
    }

    /**
     * The end of a key that is made now: the wanted one, or an earlier one if its life would be too long.
     *
     * @param wanted absent means never
     */
    public @Nullable Instant end(@Nullable Instant wanted, Instant now) {
        Instant latest = maxLife == null ? null : now.plus(maxLife);
        return latest != null && (wanted == null || wanted.isAfter(latest)) ? latest : wanted;
    }
}
