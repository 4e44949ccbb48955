package dev.linkgate.link;

import dev.linkgate.audit.Action;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Target;

/** A write of one endpoint, as a value. Creating it sends nothing. */
public sealed interface EndpointWrite {

    LinkPath link();

    EndpointId endpoint();

    /**
     * Adds an endpoint.
     *
     * @param cause why it is sent
     */
    record Add(LinkPath link, EndpointId endpoint, Cause cause) implements EndpointWrite {}

    /**
     * Adds an endpoint if it is absent, and replaces it if it has failed.
     *
     * @param allowLinkRemoval whether a failed endpoint may be replaced although it is the link's last one, at the risk
     *     of losing the link
     */
    record Ensure(LinkPath link, EndpointId endpoint, boolean allowLinkRemoval) implements EndpointWrite {}

    /**
     * Removes an endpoint.
     *
     * @param allowLinkRemoval whether it may be the link's last one, which removes the link too
     */
    record Remove(LinkPath link, EndpointId endpoint, boolean allowLinkRemoval) implements EndpointWrite {}

    /** The reason for an addition. */
    enum Cause {
        REQUEST,
        /** The same request again, after a try that Atlas may have carried out. */
        RESUMED_REQUEST,
        /** An operation has removed a failed endpoint. */
        REPLACEMENT
    }

    /** Its action in the audit trail. */
    default Action action() {
        return switch (this) {
            case Add add -> Action.ENDPOINT_ADD;
            case Ensure ensure -> Action.ENDPOINT_ENSURE;
            case Remove remove -> Action.ENDPOINT_REMOVE;
        };
    }

    /** Its effect on Atlas, if it is sent: {@code endpoint.add} or {@code endpoint.remove}. */
    default Action effect() {
        return this instanceof Remove ? Action.ENDPOINT_REMOVE : Action.ENDPOINT_ADD;
    }

    /** Whether it must be the only change of its link's endpoints, because it relies on an earlier read. */
    default boolean locksLink() {
        return switch (this) {
            case Add add -> add.cause() == Cause.REPLACEMENT;
            case Ensure ensure -> false;
            case Remove remove -> true;
        };
    }

    default Target target() {
        return Target.endpoint(link().project(), link().link(), endpoint().value());
    }
}
