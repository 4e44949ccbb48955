package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WaitSettings;
import dev.linkgate.operation.NewOperation;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.OperationHandler;
import dev.linkgate.operation.OperationState;
import dev.linkgate.operation.Operations;
import dev.linkgate.operation.StepResult;
import dev.linkgate.reads.SharedAtlas;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Goes on asking what became of a write whose result could not be learnt, and puts it on record. Atlas may carry a
 * request out long after it broke the connection off, so what is not there yet counts as not done only after a while.
 */
@Component
class Settlement implements OperationHandler {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final String NAME = "settle-outcome";
    private static final String ASKING = "asking";

    private final Operations operations;
    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final WaitSettings settings;
    private final InstantSource clock;

    Settlement(Operations operations, SharedAtlas atlas, AuditTrail trail, WaitSettings settings, InstantSource clock) {
        this.operations = operations;
        this.atlas = atlas;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Does a write.
     *
     * @param action {@code endpoint.add} or {@code endpoint.remove}, what the write amounts to
     * @throws LinkgateException of the write; if it is {@code outcome-unknown}, with the operation that goes on asking
     */
    <T> T settling(RequestContext context, Action action, LinkPath path, EndpointId endpoint, Supplier<T> write) {
        try {
            return write.get();
        } catch (LinkgateException e) {
            if (e.failure().code() != ProblemCode.OUTCOME_UNKNOWN) {
                throw e;
            }
            throw e.failure()
                    .continuedAt(start(context, action, path, endpoint, e).path())
                    .toException();
        }
    }

    private Operation start(
            RequestContext context, Action action, LinkPath path, EndpointId endpoint, LinkgateException unknown) {
        try {
            return operations.start(new NewOperation(
                    NAME,
                    action.word() + ' ' + path.of(endpoint),
                    Target.endpoint(path.project(), path.link(), endpoint.value()),
                    action.word(),
                    context));
        } catch (RuntimeException e) {
            log.error("Nobody goes on asking what became of request {}: {}", context.requestId(), e.getMessage());
            throw unknown;
        }
    }

    /** Whether the operation asks about a removal, which may have been done. */
    static boolean maybeTookAway(Operation operation) {
        return operation.kind().equals(NAME) && action(operation) == Action.ENDPOINT_REMOVE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String firstStep() {
        return ASKING;
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return true;
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.OUTCOME_UNKNOWN,
                "Atlas could not be asked what became of the write before the time of the operation was up.");
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        boolean stays = look(operation, context)
                .found()
                .filter(found -> !found.leaving())
                .isPresent();
        if (stays == (action(operation) == Action.ENDPOINT_ADD)) {
            return new StepResult.Done();
        }
        return clock.instant().isBefore(operation.createdAt().plus(settings.settleAfter()))
                ? new StepResult.Later(settings.pollInterval())
                : new StepResult.GivenUp(Failure.of(
                        ProblemCode.ATLAS_UNAVAILABLE, "Atlas did not carry the request out. You can repeat it."));
    }

    private EndpointObservation look(Operation operation, RequestContext context) {
        LinkPath path = LinkPath.of(operation.target());
        EndpointId endpoint =
                new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
        return EndpointObservation.afterWrite(
                () -> atlas.project(context, path.project()).endpoint(path.link(), endpoint));
    }

    @Override
    public void ended(Operation operation) {
        Failure failure = operation.failure();
        if (failure != null && failure.code() == ProblemCode.OPERATION_CANCELLED) {
            return;
        }
        Action action = action(operation);
        RequestContext context =
                RequestContext.system(operation.requestId(), operation.caller().onBehalf());
        if (operation.state() == OperationState.SUCCEEDED) {
            trail.resolved(context, action, operation.target(), action == Action.ENDPOINT_ADD ? 201 : 202);
        } else {
            trail.resolved(context, action, operation.target(), Objects.requireNonNull(failure));
        }
    }

    private static Action action(Operation operation) {
        return Action.of(operation.argument());
    }
}
