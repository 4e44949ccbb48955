package dev.linkgate.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key, shown this once. */
record ShownKey(
        String id,
        String label,

        @Schema(example = "lgk_…") String key,

        @JsonInclude @Nullable Instant expiresAt,
        @JsonUnwrapped KeyBinding binding,
        boolean digest) {

    static ShownKey of(NewKey made) {
        StoredKey stored = made.stored();
        return new ShownKey(
                stored.id(),
                stored.label(),
                made.key().reveal(),
                stored.expiresAt(),
                stored.binding(),
                stored.digest().exists());
    }

    /** Omits the key, because Spring MVC logs the values that controllers return. */
    @Override
    public String toString() {
        return "ShownKey[id=" + id + "]";
    }
}
