package dev.linkgate.gateway.feature.operations.replacement;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.operations.NewOperation;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationView;
import dev.linkgate.gateway.feature.operations.Operations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Starts, finds and ends replacements of endpoints; {@link ReplaceEndpoint} carries them out. */
@Component
public class Replacements implements EndpointReplacement {

    public static final String KIND = "replace-endpoint";

    private static final Logger log = LoggerFactory.getLogger(Replacements.class);

    private final Operations operations;
    private final EndpointStore store;
    private final TrailReader trail;
    private final AuditTrail audit;

    public Replacements(Operations operations, EndpointStore store, TrailReader trail, AuditTrail audit) {
        this.operations = operations;
        this.store = store;
        this.trail = trail;
        this.audit = audit;
    }

    /** What the trail tells of the removal by a replacement. */
    enum Removal {
        /** It was not done. */
        NONE,
        /** Its outcome is not on record yet. */
        OPEN,
        /** It was done, or may have been. */
        DONE
    }

    /**
     * The replacement's argument, stored as JSON.
     *
     * @param allowLinkRemoval whether the endpoint may be removed although it is the link's last one
     * @param endpoint what to add again
     * @param link what to create again if the link is lost; absent if it must not be created
     * @param owner whose the endpoint was when the replacement began
     * @param removed whether the replacement has removed the endpoint itself
     */
    public record Argument(
            boolean allowLinkRemoval, NewEndpoint endpoint, Optional<NewLink> link, Owner owner, boolean removed) {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        public static Argument of(Operation replacement) {
            return JSON.readValue(replacement.argument(), Argument.class);
        }

        Argument whenRemoved() {
            return new Argument(allowLinkRemoval, endpoint, link, owner, true);
        }

        public String stored() {
            return JSON.writeValueAsString(this);
        }
    }

    @Override
    public Supplier<String> of(
            RequestContext context,
            EndpointWrite.Ensure ensure,
            Endpoint seen,
            NewEndpoint wanted,
            Optional<NewLink> link) {
        Argument argument = new Argument(
                ensure.replacement().linkRemoval(),
                wanted,
                link,
                new Owner(seen.team(), seen.changeReference()),
                false);
        return () -> start(context, ensure.link(), ensure.id(), argument).id().value();
    }

    @Override
    public Progress await(RequestContext context, String operationId, Duration patience) {
        Operation operation =
                audit.ask(context, () -> operations.find(operationId)).orElseThrow(Operations::notFound);
        Operation latest = operations.awaitEnd(context, operation, patience);
        return new Progress(latest.path(), OperationView.RETRY_AFTER, OperationView.of(latest));
    }

    /** Starts to replace an endpoint, or returns the operation that already does. */
    public Operation start(RequestContext context, LinkPath link, EndpointId endpoint, Argument argument) {
        return operations.start(new NewOperation(
                KIND,
                link.subject(endpoint),
                ReplaceStep.REMOVING,
                Target.endpoint(link.project(), link.link(), endpoint.value()).referringTo(context.changeReference()),
                argument.stored(),
                context));
    }

    @Override
    public Optional<String> underWay(LinkPath link, EndpointId endpoint) {
        return unfinished(link, endpoint).map(operation -> operation.id().value());
    }

    /** The unfinished replacement of an endpoint. */
    public Optional<Operation> unfinished(LinkPath link, EndpointId endpoint) {
        return operations.unfinished(KIND, link.subject(endpoint));
    }

    /**
     * The owner of the endpoint that a replacement adds. An endpoint that the replacement has removed itself keeps its
     * owner; any other one belongs to the team that has asked for the replacement.
     *
     * @param known the endpoint as it is known now, if it is
     */
    public static Owner owner(Operation replacement, @Nullable KnownEndpoint known) {
        Argument argument = Argument.of(replacement);
        Owner before = known == null || known.team() == null ? argument.owner() : known.owner();
        return argument.removed() && before.team() != null
                ? before
                : new Owner(replacement.caller().team(), replacement.target().changeReference());
    }

    /** The owner of the endpoint that a replacement adds, as far as is known now. */
    public Owner owner(Operation replacement) {
        EndpointId id =
                new EndpointId(Objects.requireNonNull(replacement.target().interfaceEndpointId()));
        return owner(
                replacement, store.find(LinkPath.of(replacement.target()), id).orElse(null));
    }

    @Override
    public Owner owner(Actor actor, String requestId, Target target) {
        Optional<Operation> replacement = actor.kind() == Actor.Kind.SYSTEM
                ? operations
                        .find(requestId)
                        .filter(operation -> operation.kind().equals(KIND))
                : Optional.empty();
        return replacement.map(this::owner).orElseGet(() -> EndpointReplacement.super.owner(actor, requestId, target));
    }

    /** The removal by a replacement that may have been interrupted in it. No caller's request is taken for it. */
    Removal removal(Operation replacement) {
        String id = replacement.id().value();
        // In this order: an intent ends with an outcome.
        boolean open = trail
                .openIntents(Objects.requireNonNull(replacement.target().project()))
                .stream()
                .map(AuditRecord::entry)
                .anyMatch(entry -> entry.origin().requestId().equals(id)
                        && entry.origin().actor().kind().equals(Actor.Kind.SYSTEM.word())
                        && entry.action().equals(Action.ENDPOINT_REMOVE.word()));
        if (open) {
            return Removal.OPEN;
        }
        return hasOutcome(replacement, Action.ENDPOINT_REMOVE, Result.SUCCEEDED, Result.UNKNOWN)
                ? Removal.DONE
                : Removal.NONE;
    }

    /** Whether the last that is on record of the addition by a replacement is that its outcome is unknown. */
    boolean hasUnknownAddition(Operation replacement) {
        return hasOutcome(replacement, Action.ENDPOINT_ADD, Result.UNKNOWN)
                && !hasOutcome(replacement, Action.ENDPOINT_ADD, Result.SUCCEEDED);
    }

    private boolean hasOutcome(Operation replacement, Action action, Result... results) {
        TrailFilter outcomes = TrailFilter.ALL
                .ofOperation(replacement.id().value())
                .outcomes()
                .actions(action)
                .results(results);
        return trail.isAny(0, outcomes);
    }

    /** Whether the operation is a replacement that has removed its endpoint, or is about to. */
    public static boolean removes(Operation operation) {
        return operation.kind().equals(KIND)
                && switch (ReplaceStep.of(operation)) {
                    case REMOVING, WAITING_FOR_REMOVAL -> true;
                    case ADDING, WAITING_FOR_CONNECTION, CREATING_LINK, WAITING_FOR_LINK -> false;
                };
    }

    @Override
    public void endFor(RequestContext context, LinkPath link, EndpointId endpoint) {
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
