package dev.linkgate.gateway.feature.operations.replacement;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.UnknownOutcomes;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.provisioning.Effect;
import dev.linkgate.gateway.core.endpoints.provisioning.Effects;
import dev.linkgate.gateway.core.endpoints.provisioning.Wanted;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.feature.operations.NewOperation;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationHandler;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.operations.Operations;
import dev.linkgate.gateway.feature.operations.Step;
import dev.linkgate.gateway.feature.operations.StepResult;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Resolves and records the outcome of a write whose result is unknown. Atlas may carry out a request long after it
 * broke the connection, so an absent endpoint counts as not added only after a while.
 */
@Component
public class OutcomeResolver implements OperationHandler, UnknownOutcomes {

    private static final Logger log = LoggerFactory.getLogger(OutcomeResolver.class);
    private static final String KIND = "settle-outcome";

    private static final Failure NOT_DONE =
            Failure.of(ProblemCode.ATLAS_UNAVAILABLE, "Atlas did not carry out the request. You can repeat it.");

    private static final Failure ANOTHERS = Failure.of(
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas did not carry out the request. Another one has added the endpoint since then.");

    private final Operations operations;
    private final SharedAtlas atlas;
    private final Effects effects;
    private final Replacements replacements;
    private final EndpointApprovals approvals;
    private final EndpointStore store;
    private final AuditTrail trail;
    private final WaitSettings settings;
    private final InstantSource clock;

    public OutcomeResolver(
            Operations operations,
            SharedAtlas atlas,
            Effects effects,
            Replacements replacements,
            EndpointApprovals approvals,
            EndpointStore store,
            AuditTrail trail,
            WaitSettings settings,
            InstantSource clock) {
        this.operations = operations;
        this.atlas = atlas;
        this.effects = effects;
        this.replacements = replacements;
        this.approvals = approvals;
        this.store = store;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    private enum OnlyStep implements Step {
        ASKING;

        @Override
        public String word() {
            return "asking";
        }
    }

    @Override
    public <T> WriteResult.Unknown<T> start(RequestContext context, AtlasWrite write, WriteResult.Unknown<T> unknown) {
        return start(context, Effect.of(write))
                .map(operation -> new WriteResult.Unknown<T>(unknown.why().continuedAt(operation.path())))
                .orElse(unknown);
    }

    @Override
    public void start(AbandonedWrite write) {
        RequestContext context = RequestContext.system(write.requestId(), write.actor());
        effects.of(write).ifPresent(effect -> start(context, effect));
    }

    /** Starts the operation that resolves an outcome; empty if it could not be started. */
    public Optional<Operation> start(RequestContext context, Effect effect) {
        try {
            return Optional.of(operations.start(new NewOperation(
                    KIND,
                    effect.stored() + ' ' + effect.subject(),
                    OnlyStep.ASKING,
                    effect.target().referringTo(context.changeReference()),
                    effect.stored(),
                    context)));
        } catch (RuntimeException e) {
            log.error("Could not start outcome resolution for request {}: {}", context.requestId(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the operation resolves a removal that Atlas may have carried out. */
    public static boolean mayHaveRemoved(Operation operation) {
        return operation.kind().equals(KIND) && effect(operation).action().equals(Action.ENDPOINT_REMOVE);
    }

    /** Whether the operation resolves an addition that Atlas may have carried out. */
    public static boolean mayHaveAdded(Operation operation) {
        return operation.kind().equals(KIND)
                && switch (effect(operation).wanted()) {
                    case Wanted.EndpointAdded added -> true;
                    case Wanted.EndpointEnsured ensured -> true;
                    case Wanted.ResourceChanged changed -> changed.added() != null;
                    default -> false;
                };
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return true;
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.OUTCOME_UNKNOWN,
                "The result of the write could not be read from Atlas before the operation's deadline.");
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        if (isDone(operation, context)) {
            return isAnothers(operation) ? new StepResult.NotDone(ANOTHERS) : new StepResult.Done();
        }
        return clock.instant().isBefore(operation.createdAt().plus(settings.settleAfter()))
                ? new StepResult.Later(settings.pollInterval())
                : new StepResult.NotDone(NOT_DONE);
    }

    /** Atlas takes each id once, so an addition that is on record since then was not this one. */
    private boolean isAnothers(Operation operation) {
        String id = operation.target().interfaceEndpointId();
        return id != null
                && mayHaveAdded(operation)
                && store.find(LinkPath.of(operation.target()), new EndpointId(id))
                        .map(KnownEndpoint::addedAt)
                        .filter(operation.createdAt()::isBefore)
                        .isPresent();
    }

    /** @throws LinkgateException {@code outcome-unknown}, because a failed read says nothing about the write */
    private boolean isDone(Operation operation, RequestContext context) {
        try {
            AtlasProject project = atlas.project(
                    context, Objects.requireNonNull(operation.target().project()));
            return effects.isDone(project, effect(operation));
        } catch (LinkgateException e) {
            throw EndpointObservation.unreadable(e).toException();
        }
    }

    private static Effect effect(Operation operation) {
        return Effect.of(operation.argument(), operation.target());
    }

    @Override
    public void ended(Operation operation) {
        Failure failure = operation.failure();
        if (failure != null && failure.code().equals(OperationWords.OPERATION_CANCELLED)) {
            return;
        }
        Effect effect = effect(operation);
        RequestContext context =
                RequestContext.system(operation.requestId(), operation.caller().onBehalf());
        Owner owner = replacements.owner(operation.caller(), operation.requestId(), operation.target());
        trail.resolved(
                context,
                effect.action(),
                effect.target(),
                outcome(effect, failure),
                failure == null ? effect.change(owner, null, operation.caller(), approvals) : null);
    }

    private static Outcome outcome(Effect effect, @Nullable Failure failure) {
        if (failure == null) {
            return Outcome.succeeded(effect.status());
        }
        return failure.code().equals(ProblemCode.OUTCOME_UNKNOWN) ? Outcome.unknown(failure) : Outcome.notDone(failure);
    }
}
