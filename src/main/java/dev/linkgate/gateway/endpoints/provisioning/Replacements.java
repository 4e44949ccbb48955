package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.endpoints.link.NewLink;
import dev.linkgate.gateway.platform.operation.NewOperation;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.Operations;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Starts, finds and ends replacements of endpoints; {@link ReplaceEndpoint} carries them out. */
@Component
class Replacements {

    static final String KIND = "replace-endpoint";

    private static final Logger log = LoggerFactory.getLogger(Replacements.class);

    private final Operations operations;

    Replacements(Operations operations) {
        this.operations = operations;
    }

    /**
     * The replacement's argument, stored as JSON.
     *
     * @param allowLinkRemoval whether the endpoint may be removed although it is the link's last one
     * @param endpoint what to add again
     * @param link what to create again if the link is lost; absent if it must not be created
     */
    record Argument(boolean allowLinkRemoval, NewEndpoint endpoint, Optional<NewLink> link) {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        static Argument of(Operation replacement) {
            return JSON.readValue(replacement.argument(), Argument.class);
        }

        String stored() {
            return JSON.writeValueAsString(this);
        }
    }

    /** Starts to replace an endpoint, or returns the operation that already does. */
    Operation start(RequestContext context, LinkPath link, EndpointId endpoint, Argument argument) {
        return operations.start(new NewOperation(
                KIND,
                link.subject(endpoint),
                ReplaceStep.REMOVING,
                Target.endpoint(link.project(), link.link(), endpoint.value()),
                argument.stored(),
                context));
    }

    /** The unfinished replacement of an endpoint. */
    Optional<Operation> unfinished(LinkPath link, EndpointId endpoint) {
        return operations.unfinished(KIND, link.subject(endpoint));
    }

    /** Whether the operation is a replacement that has removed its endpoint, or is about to. */
    static boolean removes(Operation operation) {
        return operation.kind().equals(KIND)
                && switch (ReplaceStep.of(operation)) {
                    case REMOVING, WAITING_FOR_REMOVAL -> true;
                    case ADDING, WAITING_FOR_CONNECTION, CREATING_LINK, WAITING_FOR_LINK -> false;
                };
    }

    /** Ends the replacement of a removed endpoint, so that it does not add the endpoint again. Never throws. */
    void endFor(RequestContext context, LinkPath link, EndpointId endpoint) {
        try {
            unfinished(link, endpoint)
                    .ifPresent(operation -> operations.abandon(operation, "The endpoint was removed."));
        } catch (RuntimeException e) {
            log.error(
                    "Could not end a replacement; it may add the endpoint that request {} removed: {}",
                    context.requestId(),
                    e.getMessage());
        }
    }
}
