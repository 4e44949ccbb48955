package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WaitSettings;
import dev.linkgate.operation.NewOperation;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.OperationHandler;
import dev.linkgate.operation.Operations;
import dev.linkgate.operation.StepResult;
import dev.linkgate.reads.SharedAtlas;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Replaces an endpoint that has failed as Atlas says to, "delete it, then try to add a new one": removes it, waits
 * until it is gone, adds it again, and waits until it is connected. One that is on its way out already is waited for
 * first.
 */
@Component
class Replacement implements OperationHandler {

    private static final String NAME = "replace-endpoint";

    private static final String REMOVING = "removing";
    private static final String WAITING_FOR_REMOVAL = "waiting-for-removal";
    private static final String ADDING = "adding";
    private static final String WAITING_FOR_CONNECTION = "waiting-for-connection";

    private static final Set<String> TAKES_AWAY = Set.of(REMOVING, WAITING_FOR_REMOVAL);

    private final Operations operations;
    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final Removal removal;
    private final LinkLock linkLock;
    private final WaitSettings settings;

    Replacement(
            Operations operations,
            SharedAtlas atlas,
            AuditTrail trail,
            Removal removal,
            LinkLock linkLock,
            WaitSettings settings) {
        this.operations = operations;
        this.atlas = atlas;
        this.trail = trail;
        this.removal = removal;
        this.linkLock = linkLock;
        this.settings = settings;
    }

    /** Takes the replacement of an endpoint on, or shows the one that is under way. */
    Operation start(RequestContext context, LinkPath path, EndpointId endpoint, boolean allowLinkRemoval) {
        return operations.start(new NewOperation(
                NAME,
                path.of(endpoint),
                Target.endpoint(path.project(), path.link(), endpoint.value()),
                String.valueOf(allowLinkRemoval),
                context));
    }

    /** The replacement of an endpoint that is under way. */
    Optional<Operation> underWay(LinkPath path, EndpointId endpoint) {
        return operations.unfinished(NAME, path.of(endpoint));
    }

    /** Whether the operation is about to remove its endpoint. */
    static boolean takesAway(Operation operation) {
        return operation.kind().equals(NAME) && TAKES_AWAY.contains(operation.step());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String firstStep() {
        return REMOVING;
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return switch (operation.step()) {
            case REMOVING -> stays(new Work(operation, context));
            case WAITING_FOR_CONNECTION -> true;
            default -> false;
        };
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.ATLAS_TIMEOUT,
                "The time of the operation was up at the step '" + operation.step() + "'. Read the endpoint to see"
                        + " what is there.");
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        Work work = new Work(operation, context);
        return switch (look(work)) {
            case EndpointObservation.Absent absent -> absent.isOfLink() ? linkIsGone() : whenGone(work);
            case EndpointObservation.Present present -> whenThere(work, present.endpoint());
        };
    }

    /** What a try works with. */
    private final class Work {
        private final Operation operation;
        private final RequestContext context;
        private final LinkPath path;
        private final EndpointId endpoint;
        private final AtlasProject atlasProject;

        Work(Operation operation, RequestContext context) {
            this.operation = operation;
            this.context = context;
            this.path = LinkPath.of(operation.target());
            this.endpoint =
                    new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
            this.atlasProject = atlas.project(context, path.project());
        }
    }

    private static EndpointObservation look(Work work) {
        return EndpointObservation.of(() -> work.atlasProject.endpoint(work.path.link(), work.endpoint), 0);
    }

    /** Whether it is there, and no earlier try has removed it. */
    private static boolean stays(Work work) {
        return look(work).found().filter(endpoint -> !endpoint.leaving()).isPresent();
    }

    private StepResult whenGone(Work work) {
        return switch (work.operation.step()) {
            case REMOVING, WAITING_FOR_REMOVAL -> new StepResult.Next(ADDING);
            case ADDING -> add(work);
            default -> removedMeanwhile();
        };
    }

    private StepResult whenThere(Work work, Endpoint endpoint) {
        return switch (work.operation.step()) {
            case REMOVING -> {
                if (endpoint.leaving()) {
                    yield new StepResult.Next(WAITING_FOR_REMOVAL);
                }
                yield endpoint.failed() ? remove(work) : new StepResult.Next(WAITING_FOR_CONNECTION);
            }
            case WAITING_FOR_REMOVAL ->
                endpoint.leaving() || endpoint.failed() ? later() : new StepResult.Next(WAITING_FOR_CONNECTION);
            case ADDING -> endpoint.leaving() ? later() : new StepResult.Next(WAITING_FOR_CONNECTION);
            default -> {
                if (endpoint.leaving()) {
                    yield removedMeanwhile();
                }
                if (endpoint.failed()) {
                    yield failedAgain(endpoint);
                }
                yield endpoint.settled() ? new StepResult.Done() : later();
            }
        };
    }

    private StepResult remove(Work work) {
        boolean allowLinkRemoval = Boolean.parseBoolean(work.operation.argument());
        write(
                work,
                Action.ENDPOINT_REMOVE,
                202,
                intent -> removal.carryOut(intent, work.atlasProject, work.path, work.endpoint, allowLinkRemoval));
        return new StepResult.Next(WAITING_FOR_REMOVAL);
    }

    private StepResult add(Work work) {
        try {
            write(
                    work,
                    Action.ENDPOINT_ADD,
                    201,
                    intent -> work.atlasProject.add(intent, work.path.link(), work.endpoint));
        } catch (LinkgateException e) {
            switch (e.failure().code()) {
                case ENDPOINT_EXISTS -> {}
                case LINK_NOT_FOUND -> {
                    return linkIsGone();
                }
                default -> throw e;
            }
        }
        return new StepResult.Next(WAITING_FOR_CONNECTION);
    }

    /**
     * Under the same lock as all who change the link's endpoints, and only if none of them has ended the operation, so
     * that nothing newer is undone.
     *
     * @throws LinkgateException of the write. Atlas may carry out late what is {@code outcome-unknown}, so the next try
     *     does not come before it would have
     */
    private void write(Work work, Action action, int status, Function<Intent, Endpoint> write) {
        try {
            trail.write(
                    work.context,
                    action,
                    work.operation.target(),
                    status,
                    intent -> linkLock.runLocked(work.atlasProject, work.path, () -> {
                        operations.requireUnchanged(work.operation);
                        return write.apply(intent);
                    }));
        } catch (LinkgateException e) {
            throw e.failure().code() == ProblemCode.OUTCOME_UNKNOWN
                    ? e.failure().retryAfter(settings.settleAfter()).toException()
                    : e;
        }
    }

    private StepResult later() {
        return new StepResult.Later(settings.pollInterval());
    }

    private static StepResult linkIsGone() {
        return givenUp(
                ProblemCode.LINK_NOT_FOUND,
                "The link is gone: Atlas removes a link together with its last endpoint. The endpoint was removed and"
                        + " could not be added again; create a new link.");
    }

    private static StepResult removedMeanwhile() {
        return givenUp(ProblemCode.ENDPOINT_NOT_FOUND, "Somebody has removed the endpoint again meanwhile.");
    }

    private static StepResult failedAgain(Endpoint endpoint) {
        return givenUp(
                ProblemCode.ATLAS_ERROR,
                "The endpoint was added again and failed again. Atlas says: "
                        + Objects.requireNonNullElse(endpoint.errorMessage(), "nothing") + ".");
    }

    private static StepResult givenUp(ProblemCode code, String detail) {
        return new StepResult.GivenUp(Failure.of(code, detail));
    }
}
