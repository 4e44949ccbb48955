package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
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

        @Override
        public Optional<Place> added() {
            return Optional.of(new Place(link, id()));
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
     * @param cause why it is sent
     */
    record Remove(LinkPath link, EndpointId id, boolean allowLinkRemoval, Cause cause) implements EndpointWrite {

        /** A removal that a caller asks for. */
        public Remove(LinkPath link, EndpointId id, boolean allowLinkRemoval) {
            this(link, id, allowLinkRemoval, Cause.REQUEST);
        }

        @Override
        public Optional<Place> removed() {
            return Optional.of(new Place(link, id));
        }
    }

    /** The reason for an addition or a removal. */
    enum Cause {
        /** A caller asks for it. */
        REQUEST,
        /** A caller asks for it again, perhaps: an endpoint that is there as asked for is the answer. */
        REPEATABLE_REQUEST,
        /** An operation adds what a caller has asked for, now that it can be added. */
        DEFERRED_REQUEST,
        /** An operation removes a failed endpoint, and adds it again. */
        REPLACEMENT;

        /** Whether an operation sends it. */
        public boolean isOfOperation() {
            return switch (this) {
                case REQUEST, REPEATABLE_REQUEST -> false;
                case DEFERRED_REQUEST, REPLACEMENT -> true;
            };
        }
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
            case Add add -> add.cause().isOfOperation();
            case Ensure ensure -> false;
            case Remove remove -> true;
        };
    }

    @Override
    default Target target() {
        return Target.endpoint(link().project(), link().link(), id().value());
    }
}
