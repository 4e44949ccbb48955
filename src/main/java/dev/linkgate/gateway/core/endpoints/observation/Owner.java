package dev.linkgate.gateway.core.endpoints.observation;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The owner of an endpoint.
 *
 * @param team absent if it is no team's
 * @param changeReference what its addition referred to; absent if that was nothing
 */
public record Owner(@Nullable String team, @Nullable String changeReference) {

    /** The team that asks. */
    public static Owner of(RequestContext context) {
        String reference = context.changeReference();
        return new Owner(context.actor().team(), reference == null || reference.isEmpty() ? null : reference);
    }
}
