package dev.linkgate.gateway.core.access.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key, shown this once.
 *
 * @param replaces the key that it was rotated from; absent if it was made by an administrator
 */
public record ShownKey(
        String id,
        String label,

        @Schema(example = "lgk_…") String key,

        @Nullable Instant expiresAt,
        @JsonUnwrapped KeyBinding binding,
        boolean digest,
        @Nullable ReplacedKey replaces) {

    /** A key that was rotated, and when it ends. */
    public record ReplacedKey(
            @Schema(example = "Wb3kQzR0sJx5") String id, Instant expiresAt) {}

    public static ShownKey of(NewKey made) {
        return of(made, null);
    }

    public static ShownKey of(NewKey made, @Nullable ReplacedKey replaces) {
        StoredKey stored = made.stored();
        return new ShownKey(
                stored.id(),
                stored.label(),
                made.key().reveal(),
                stored.expiresAt(),
                stored.binding(),
                stored.digest().exists(),
                replaces);
    }

    /** Omits the key, because Spring MVC logs the values that controllers return. */
    @Override
    public String toString() {
        return "ShownKey[id=" + id + "]";
    }
}
