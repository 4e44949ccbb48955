package dev.linkgate.gateway.core.atlas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a project, as Atlas tells it and in its words. It names neither a link nor an endpoint, and often no
 * actor: none of a service account.
 *
 * @param id its id at Atlas
 * @param created when it happened, to the second
 * @param eventTypeName Atlas's name of its type
 * @param publicKey the public key of the API key that did it
 * @param username the person who did it
 * @param remoteAddress where the request came from
 * @param isGlobalAdmin whether an employee of MongoDB did it
 */
public record AtlasEvent(
        String id,
        Instant created,
        String eventTypeName,
        @Nullable String publicKey,
        @Nullable String username,
        @Nullable String remoteAddress,
        boolean isGlobalAdmin) {}
