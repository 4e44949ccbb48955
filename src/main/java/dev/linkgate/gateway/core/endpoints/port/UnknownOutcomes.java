package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;

/**
 * Resolves writes whose outcome is unknown, in operations that go on when their request has ended. By default, an
 * outcome stays unknown.
 */
public interface UnknownOutcomes {

    /**
     * Starts the operation that resolves an outcome. Never throws.
     *
     * @return the result, which tells where the operation can be followed
     */
    default <T> WriteResult.Unknown<T> start(RequestContext context, AtlasWrite write, WriteResult.Unknown<T> unknown) {
        return unknown;
    }

    /** Starts the operation that resolves a write whose process was killed. Never throws. */
    default void start(AbandonedWrite write) {}
}
