package dev.linkgate.link;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Target;
import dev.linkgate.operation.NewOperation;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.OperationKind;
import dev.linkgate.operation.OperationState;
import dev.linkgate.operation.Operations;
import dev.linkgate.operation.Progress;
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
class Settlement implements OperationKind {

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
    <T> T settling(Call call, Action action, LinkPath path, EndpointId endpoint, Supplier<T> write) {
        try {
            return write.get();
        } catch (LinkgateException e) {
            if (e.failure().code() != ProblemCode.OUTCOME_UNKNOWN) {
                throw e;
            }
            throw e.failure()
                    .continuedAt(start(call, action, path, endpoint, e).path())
                    .toException();
        }
    }

    private Operation start(Call call, Action action, LinkPath path, EndpointId endpoint, LinkgateException unknown) {
        try {
            return operations.start(new NewOperation(
                    NAME,
                    action.word() + ' ' + path.of(endpoint),
                    Target.endpoint(path.project(), path.link(), endpoint.value()),
                    action.word(),
                    call));
        } catch (RuntimeException e) {
            log.error("Nobody goes on asking what became of request {}: {}", call.requestId(), e.getMessage());
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
    public boolean isSafeToCancel(Operation operation, Call call) {
        return true;
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.OUTCOME_UNKNOWN,
                "Atlas could not be asked what became of the write before the time of the operation was up.");
    }

    @Override
    public Progress advance(Operation operation, Call call) {
        boolean stays =
                look(operation, call).found().filter(found -> !found.leaving()).isPresent();
        if (stays == (action(operation) == Action.ENDPOINT_ADD)) {
            return new Progress.Done();
        }
        return clock.instant().isBefore(operation.createdAt().plus(settings.settleAfter()))
                ? new Progress.Later(settings.pollInterval())
                : new Progress.GivenUp(Failure.of(
                        ProblemCode.ATLAS_UNAVAILABLE, "Atlas did not carry the request out. You can repeat it."));
    }

    private Sighting look(Operation operation, Call call) {
        LinkPath path = LinkPath.of(operation.target());
        EndpointId endpoint =
                new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
        return Sighting.afterWrite(() -> atlas.project(call, path.project()).endpoint(path.link(), endpoint));
    }

    @Override
    public void ended(Operation operation) {
        Failure failure = operation.failure();
        if (failure != null && failure.code() == ProblemCode.OPERATION_CANCELLED) {
            return;
        }
        Action action = action(operation);
        Call call = Call.system(operation.requestId(), operation.caller().onBehalf());
        if (operation.state() == OperationState.SUCCEEDED) {
            trail.learnt(call, action, operation.target(), action == Action.ENDPOINT_ADD ? 201 : 202);
        } else {
            trail.learnt(call, action, operation.target(), Objects.requireNonNull(failure));
        }
    }

    private static Action action(Operation operation) {
        return Action.of(operation.argument());
    }
}
