package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event of Atlas, as far as it is shown. Who did it is null if Atlas does not tell.
 *
 * @param eventTypeName Atlas's name of its type
 * @param isGlobalAdmin whether an employee of MongoDB did it
 */
record FoundEvent(
        String id,
        Instant created,
        String eventTypeName,
        @Nullable String publicKey,
        @Nullable String username,
        @Nullable String remoteAddress,
        boolean isGlobalAdmin) {

    static FoundEvent of(AtlasEvent event) {
        return new FoundEvent(
                event.id(),
                event.created(),
                event.type(),
                event.publicKey(),
                event.username(),
                event.remoteAddress(),
                event.byAtlas());
    }

    /** Who did it, in words. */
    String actor() {
        if (publicKey != null) {
            return "the key " + publicKey;
        }
        return Objects.requireNonNullElse(
                username, isGlobalAdmin ? "MongoDB's staff" : "somebody whom Atlas does not tell");
    }
}
