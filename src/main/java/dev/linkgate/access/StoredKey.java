package dev.linkgate.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API key as stored: enough to recognise it, not enough to use it.
 *
 * @param hash see {@link ApiKey}
 * @param expiresAt when it expires; absent means never
 */
public record StoredKey(
        String id,
        @JsonIgnore String team,
        String label,
        @JsonIgnore String hash,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
