package dev.linkgate.gateway.endpoints.port;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.record.Action;
import java.util.Optional;

/** A write of one endpoint. */
public sealed interface EndpointWrite extends AtlasWrite {

    LinkPath link();

    EndpointId id();

    /**
     * Adds an endpoint.
     *
     * @param cause why it is sent
     */
    record Add(LinkPath link, NewEndpoint endpoint, Cause cause) implements EndpointWrite {

        @Override
        public EndpointId id() {
            return endpoint.id();
        }
    }

    /**
     * Adds an endpoint if it is absent, and replaces it if it has failed.
     *
     * @param endpoint the endpoint to add; absent if the caller gave its id only, which is enough for AWS
     * @param replacement the caller's permissions for a replacement
     */
    record Ensure(LinkPath link, EndpointId id, Optional<NewEndpoint> endpoint, Permissions replacement)
            implements EndpointWrite {}

    /**
     * Removes an endpoint.
     *
     * @param allowLinkRemoval whether it may be the link's last one, which may remove the link too
     */
    record Remove(LinkPath link, EndpointId id, boolean allowLinkRemoval) implements EndpointWrite {}

    /** The reason for an addition. */
    enum Cause {
        /** A caller asks for it. */
        REQUEST,
        /** The same, and the caller may have asked before: an endpoint that is there as asked for is the answer. */
        REPEATABLE_REQUEST,
        /** An operation has removed a failed endpoint. */
        REPLACEMENT
    }

    /**
     * What the replacement of a failed endpoint may do.
     *
     * @param linkRemoval whether the endpoint may be the link's last one, at the risk of losing the link
     * @param linkCreation whether a link that was lost so may be created again, which takes an owner
     */
    record Permissions(boolean linkRemoval, boolean linkCreation) {}

    @Override
    default Action action() {
        return switch (this) {
            case Add add -> Action.ENDPOINT_ADD;
            case Ensure ensure -> Action.ENDPOINT_ENSURE;
            case Remove remove -> Action.ENDPOINT_REMOVE;
        };
    }

    /** The link, because Atlas may remove it with its last endpoint. */
    @Override
    default String resource() {
        return link().toString();
    }

    @Override
    default boolean isExclusive() {
        return switch (this) {
            case Add add -> add.cause() == Cause.REPLACEMENT;
            case Ensure ensure -> false;
            case Remove remove -> true;
        };
    }

    @Override
    default Target target() {
        return Target.endpoint(link().project(), link().link(), id().value());
    }
}
