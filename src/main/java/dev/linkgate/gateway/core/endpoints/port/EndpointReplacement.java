package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Replaces endpoints that have failed or are leaving, in operations that go on when their request has ended. By default,
 * no endpoint is replaced.
 */
public interface EndpointReplacement {

    /** The id of the unfinished operation that replaces an endpoint. */
    default Optional<String> underWay(LinkPath link, EndpointId endpoint) {
        return Optional.empty();
    }

    /**
     * Prepares the replacement of an endpoint.
     *
     * @param seen the endpoint as it was read
     * @param wanted what to add again
     * @param link what to create again if the link is lost; absent if it must not be created
     * @return starts the operation, unless one already replaces the endpoint, and returns its id
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException why it is not replaced
     */
    default Supplier<String> of(
            RequestContext context,
            EndpointWrite.Ensure ensure,
            Endpoint seen,
            NewEndpoint wanted,
            Optional<NewLink> link) {
        throw Failure.of(
                        ProblemCode.ENDPOINT_EXISTS,
                        "The endpoint has failed or is being removed, and this gateway does not replace endpoints."
                                + " Remove it, and add it again when it is gone.")
                .showing(seen)
                .toException();
    }

    /**
     * Holds the answer until an operation has ended.
     *
     * @param operationId of an operation that replaces an endpoint
     */
    default Progress await(RequestContext context, String operationId, Duration patience) {
        throw new IllegalStateException("no operation replaces endpoints");
    }

    /**
     * What a caller is told of an operation.
     *
     * @param path where it can be followed
     * @param retryAfter the seconds after which it may be worth to ask again
     * @param body the body of the answer
     */
    record Progress(String path, String retryAfter, Object body) {}

    /**
     * The owner of an endpoint that a write has added.
     *
     * @param actor of the write: the gateway itself if it was one of an operation
     * @param requestId of the write: the operation's id if it was one of an operation
     */
    default Owner owner(Actor actor, String requestId, Target target) {
        return new Owner(actor.team(), target.changeReference());
    }

    /** Ends the replacement of a removed endpoint, so that it does not add the endpoint again. Never throws. */
    default void endFor(RequestContext context, LinkPath link, EndpointId endpoint) {}
}
