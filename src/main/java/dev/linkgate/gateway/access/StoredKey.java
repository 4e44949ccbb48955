package dev.linkgate.gateway.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as stored: enough to recognise it, not enough to use it.
 *
 * @param owner the name of its team or administrator
 * @param hash see {@link ApiKey}
 * @param expiresAt when it expires; absent means never
 */
public record StoredKey(
        String id,
        @JsonIgnore String owner,
        String label,
        @JsonIgnore String hash,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonUnwrapped KeyBinding binding) {

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
