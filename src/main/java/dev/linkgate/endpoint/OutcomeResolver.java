package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.audit.Outcome;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WaitSettings;
import dev.linkgate.link.WriteResult;
import dev.linkgate.operation.NewOperation;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.OperationHandler;
import dev.linkgate.operation.Operations;
import dev.linkgate.operation.Step;
import dev.linkgate.operation.StepResult;
import dev.linkgate.reads.SharedAtlas;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Resolves and records the outcome of a write whose result is unknown. Atlas may carry out a request long after it
 * broke the connection, so an absent endpoint counts as not added only after a while.
 */
@Component
class OutcomeResolver implements OperationHandler {

    private static final Logger log = LoggerFactory.getLogger(OutcomeResolver.class);
    private static final String KIND = "settle-outcome";

    private final Operations operations;
    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final WaitSettings settings;
    private final InstantSource clock;

    OutcomeResolver(
            Operations operations, SharedAtlas atlas, AuditTrail trail, WaitSettings settings, InstantSource clock) {
        this.operations = operations;
        this.atlas = atlas;
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

    /**
     * The operation's argument.
     *
     * @param effect {@code endpoint.add} or {@code endpoint.remove}: the effect of the write on Atlas
     */
    private record Argument(Action effect) {

        static Argument of(Operation operation) {
            return new Argument(Action.of(operation.argument()));
        }

        String stored() {
            return effect.word();
        }

        boolean adds() {
            return effect == Action.ENDPOINT_ADD;
        }
    }

    /** Starts the operation that resolves an outcome. Never throws. */
    WriteResult.Unknown start(RequestContext context, EndpointWrite write, WriteResult.Unknown unknown) {
        Argument argument = new Argument(write.effect());
        try {
            Operation operation = operations.start(new NewOperation(
                    KIND,
                    argument.stored() + ' ' + write.link().of(write.endpoint()),
                    OnlyStep.ASKING,
                    write.target(),
                    argument.stored(),
                    context));
            return new WriteResult.Unknown(unknown.why().continuedAt(operation.path()));
        } catch (RuntimeException e) {
            log.error("Could not start outcome resolution for request {}: {}", context.requestId(), e.getMessage());
            return unknown;
        }
    }

    /** Whether the operation resolves a removal that Atlas may have carried out. */
    static boolean mayHaveRemoved(Operation operation) {
        return operation.kind().equals(KIND) && !Argument.of(operation).adds();
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
        boolean stays = observe(operation, context)
                .found()
                .filter(endpoint -> !endpoint.leaving())
                .isPresent();
        if (stays == Argument.of(operation).adds()) {
            return new StepResult.Done();
        }
        return clock.instant().isBefore(operation.createdAt().plus(settings.settleAfter()))
                ? new StepResult.Later(settings.pollInterval())
                : new StepResult.GivenUp(Failure.of(
                        ProblemCode.ATLAS_UNAVAILABLE, "Atlas did not carry out the request. You can repeat it."));
    }

    /** @throws LinkgateException {@code outcome-unknown}, because a failed read says nothing about the write */
    private EndpointObservation observe(Operation operation, RequestContext context) {
        LinkPath link = LinkPath.of(operation.target());
        EndpointId endpoint =
                new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
        return EndpointObservation.afterWrite(
                () -> atlas.project(context, link.project()).endpoint(link.link(), endpoint));
    }

    @Override
    public void ended(Operation operation) {
        Failure failure = operation.failure();
        if (failure != null && failure.code() == ProblemCode.OPERATION_CANCELLED) {
            return;
        }
        Argument argument = Argument.of(operation);
        RequestContext context =
                RequestContext.system(operation.requestId(), operation.caller().onBehalf());
        trail.resolved(context, argument.effect(), operation.target(), outcome(argument, failure));
    }

    private static Outcome outcome(Argument argument, @Nullable Failure failure) {
        if (failure == null) {
            return Outcome.succeeded(argument.adds() ? 201 : 202);
        }
        return failure.code() == ProblemCode.OUTCOME_UNKNOWN ? Outcome.unknown(failure) : Outcome.notDone(failure);
    }
}
