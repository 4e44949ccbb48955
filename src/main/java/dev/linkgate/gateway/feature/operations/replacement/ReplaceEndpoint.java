package dev.linkgate.gateway.feature.operations.replacement;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.provisioning.EndpointRules;
import dev.linkgate.gateway.core.endpoints.provisioning.LinkRules;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteHooks;
import dev.linkgate.gateway.core.endpoints.provisioning.WritePipeline;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteRules;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.request.CallerRights;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationHandler;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.operations.Operations;
import dev.linkgate.gateway.feature.operations.StepResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Replaces a failed endpoint as Atlas recommends, "delete it, then try to add a new one": removes it, waits until it is
 * gone, adds it again, and waits until it is connected. A removal that is already under way is awaited first.
 *
 * <p>Only what it has added itself, with success, can have failed again. Anything else that appears, such as a late
 * copy of an earlier addition, is awaited, and replaced as well if it fails.
 *
 * <p>Whatever it does, it does only while its caller may, as a request of the caller would. Only what it has itself
 * removed is added again in any case.
 */
@Component
public class ReplaceEndpoint implements OperationHandler {

    private final Operations operations;
    private final Replacements replacements;
    private final AuditTrail trail;
    private final SharedAtlas atlas;
    private final WritePipeline pipeline;
    private final EndpointRules endpointRules;
    private final LinkRules linkRules;
    private final CallerRights rights;
    private final EndpointApprovals approvals;
    private final WaitSettings settings;
    private final InstantSource clock;

    public ReplaceEndpoint(
            Operations operations,
            Replacements replacements,
            AuditTrail trail,
            SharedAtlas atlas,
            WritePipeline pipeline,
            EndpointRules endpointRules,
            LinkRules linkRules,
            CallerRights rights,
            EndpointApprovals approvals,
            WaitSettings settings,
            InstantSource clock) {
        this.operations = operations;
        this.replacements = replacements;
        this.trail = trail;
        this.atlas = atlas;
        this.pipeline = pipeline;
        this.endpointRules = endpointRules;
        this.linkRules = linkRules;
        this.rights = rights;
        this.approvals = approvals;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return Replacements.KIND;
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return switch (ReplaceStep.of(operation)) {
            case REMOVING, ADDING -> stays(new Work(operation, context));
            case WAITING_FOR_CONNECTION -> true;
            case WAITING_FOR_REMOVAL, CREATING_LINK, WAITING_FOR_LINK -> false;
        };
    }

    @Override
    public Failure overdue(Operation operation) {
        return Failure.of(
                ProblemCode.ATLAS_TIMEOUT,
                "The operation's deadline passed at the step '" + operation.step() + "'. Read the endpoint to see"
                        + " its state.");
    }

    /** It has added its endpoint, also if no answer told so: then that is on record now. */
    @Override
    public void ended(Operation operation) {
        if (operation.failure() == null && replacements.hasUnknownAddition(operation)) {
            Target target = operation.target();
            EndpointId id = new EndpointId(Objects.requireNonNull(target.interfaceEndpointId()));
            LinkPath link = LinkPath.of(target);
            TableChange added = EndpointStore.added(link, id, replacements.owner(operation));
            boolean restores = Replacements.Argument.of(operation).removed();
            trail.resolved(
                    operation.context(),
                    Action.ENDPOINT_ADD,
                    target,
                    Outcome.succeeded(201),
                    restores ? added : approvals.using(operation.caller(), link, id, added));
        }
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        Work work = new Work(operation, context);
        return switch (work.observe()) {
            case EndpointObservation.Absent absent -> absent.isOfLink() ? whenLinkIsGone(work) : whenAbsent(work);
            case EndpointObservation.Present present -> whenPresent(work, present.endpoint());
        };
    }

    /** The inputs of one try. */
    private final class Work {
        private final Operation operation;
        private final RequestContext context;
        private final ReplaceStep step;
        private final Replacements.Argument argument;
        private final LinkPath link;
        private final EndpointId endpoint;
        private final SharedProject project;

        Work(Operation operation, RequestContext context) {
            this.operation = operation;
            this.context = context;
            this.step = ReplaceStep.of(operation);
            this.argument = Replacements.Argument.of(operation);
            this.link = LinkPath.of(operation.target());
            this.endpoint =
                    new EndpointId(Objects.requireNonNull(operation.target().interfaceEndpointId()));
            this.project = atlas.project(context, link.project());
        }

        EndpointObservation observe() {
            return EndpointObservation.of(() -> project.endpoint(link.link(), endpoint));
        }

        /** The next step, with the endpoint removed by this operation from now on. */
        StepResult removed(ReplaceStep next) {
            return new StepResult.Next(next, argument.whenRemoved().stored());
        }

        /** Whether the present step has lasted for so long. */
        boolean hasLasted(Duration time) {
            return !clock.instant().isBefore(operation.updatedAt().plus(time));
        }
    }

    /** Whether the endpoint exists and is not being removed. */
    private static boolean stays(Work work) {
        return work.observe().found().filter(endpoint -> !endpoint.leaving()).isPresent();
    }

    private StepResult whenAbsent(Work work) {
        return switch (work.step) {
            case REMOVING -> whenLeft(work, ReplaceStep.ADDING);
            case WAITING_FOR_REMOVAL -> new StepResult.Next(ReplaceStep.ADDING);
            case ADDING -> add(work);
            case WAITING_FOR_CONNECTION, CREATING_LINK, WAITING_FOR_LINK -> removedMeanwhile();
        };
    }

    /**
     * The endpoint is removed, or will be: by this operation, if an earlier try of the step has ended without an answer,
     * or by another.
     */
    private StepResult whenLeft(Work work, ReplaceStep next) {
        return switch (replacements.removal(work.operation)) {
            case OPEN -> later();
            case DONE -> work.removed(next);
            case NONE -> new StepResult.Next(next);
        };
    }

    private StepResult whenPresent(Work work, Endpoint endpoint) {
        return switch (work.step) {
            case REMOVING -> {
                if (endpoint.leaving()) {
                    yield whenLeft(work, ReplaceStep.WAITING_FOR_REMOVAL);
                }
                yield endpoint.failed() ? remove(work) : untilConnected(endpoint);
            }
            case WAITING_FOR_REMOVAL -> {
                if (!endpoint.leaving() && !endpoint.failed()) {
                    yield new StepResult.Next(ReplaceStep.ADDING);
                }
                yield endpoint.leaving() || !work.hasLasted(settings.settleAfter())
                        ? later()
                        : new StepResult.Next(ReplaceStep.REMOVING);
            }
            case ADDING -> {
                if (endpoint.leaving()) {
                    yield later();
                }
                yield endpoint.failed() ? new StepResult.Next(ReplaceStep.REMOVING) : untilConnected(endpoint);
            }
            case WAITING_FOR_CONNECTION -> {
                if (endpoint.leaving()) {
                    yield removedMeanwhile();
                }
                yield hasFailedAgain(work, endpoint) ? failedAgain(endpoint) : untilConnected(endpoint);
            }
            case CREATING_LINK, WAITING_FOR_LINK -> new StepResult.Next(ReplaceStep.REMOVING);
        };
    }

    /** An error that this replica has seen since before the addition is that of the endpoint that was removed. */
    private boolean hasFailedAgain(Work work, Endpoint endpoint) {
        return endpoint.failed()
                && (endpoint.connectionStatus() == ConnectionStatus.REJECTED || work.hasLasted(settings.errorGrace()));
    }

    private StepResult untilConnected(Endpoint endpoint) {
        return endpoint.connectionStatus() == ConnectionStatus.AVAILABLE ? new StepResult.Done() : later();
    }

    private StepResult remove(Work work) {
        EndpointWrite removal = new EndpointWrite.Remove(
                work.link, work.endpoint, work.argument.allowLinkRemoval(), EndpointWrite.Cause.REPLACEMENT);
        Right right = rights.toChangeEndpoints(work.operation.caller(), work.link.project());
        writeAsCaller(work, right, removal, endpointRules).orThrow();
        return work.removed(ReplaceStep.WAITING_FOR_REMOVAL);
    }

    /** What the operation has removed is restored even if its caller has lost the right to it: it was there before. */
    private StepResult add(Work work) {
        boolean restores = work.argument.removed();
        EndpointWrite addition = new EndpointWrite.Add(
                work.link,
                work.argument.endpoint(),
                restores ? EndpointWrite.Cause.REPLACEMENT : EndpointWrite.Cause.DEFERRED_REQUEST);
        WriteResult<Endpoint> result = restores
                ? write(work, Right.PERMANENT, addition, endpointRules)
                : writeAsCaller(
                        work,
                        rights.toChangeEndpoints(work.operation.caller(), work.link.project()),
                        addition,
                        endpointRules);
        if (result instanceof WriteResult.Rejected<Endpoint> rejected) {
            if (rejected.why().code().equals(ProblemCode.LINK_NOT_FOUND)) {
                return whenLinkIsGone(work);
            }
            if (rejected.why().code().equals(ProblemCode.ENDPOINT_EXISTS)) {
                return later();
            }
        }
        result.orThrow();
        return new StepResult.Next(ReplaceStep.WAITING_FOR_CONNECTION);
    }

    /**
     * Writes only if the caller still has the right to it. Otherwise the operation ends here.
     *
     * @throws LinkgateException {@code operation-cancelled}, or a problem of {@link #write}
     */
    private <W extends AtlasWrite, T extends Record> WriteResult<T> writeAsCaller(
            Work work, Right right, W write, WriteRules<W, T> rules) {
        requireNotEnded(right);
        WriteResult<T> result = write(work, right, write, rules);
        if (result instanceof WriteResult.NotSent<T>) {
            requireNotEnded(right);
        }
        return result;
    }

    private static void requireNotEnded(Right right) {
        if (right.state() instanceof Right.Ended ended) {
            throw Failure.of(
                            OperationWords.OPERATION_CANCELLED,
                            "Its caller may not do the next step any more. "
                                    + ended.why().detail())
                    .toException();
        }
    }

    /**
     * Writes only if the operation has not ended, so that it undoes nothing newer.
     *
     * @throws LinkgateException {@code outcome-unknown}. Atlas may carry the write out late, so the next try waits
     *     until that time has passed
     */
    private <W extends AtlasWrite, T extends Record> WriteResult<T> write(
            Work work, Right right, W write, WriteRules<W, T> rules) {
        work.context.allowed(right);
        WriteHooks<T> hooks = WriteHooks.ofOperation(
                () -> operations.requireUnchanged(work.operation), replacements.owner(work.operation));
        WriteResult<T> result = pipeline.run(work.context, work.project, write, rules, hooks);
        if (result instanceof WriteResult.Unknown<T> unknown) {
            throw unknown.why().retryAfter(settings.settleAfter()).toException();
        }
        return result;
    }

    private StepResult later() {
        return new StepResult.Later(settings.pollInterval());
    }

    /** Atlas may remove a link together with its last endpoint. */
    private StepResult whenLinkIsGone(Work work) {
        Optional<NewLink> wanted = work.argument.link();
        if (wanted.isEmpty()) {
            return givenUp(
                    ProblemCode.LINK_NOT_FOUND,
                    "The link is gone: Atlas removed it together with its last endpoint. The endpoint could not be"
                            + " added again. Create a new link; an owner may.");
        }
        return switch (work.step) {
            case REMOVING, WAITING_FOR_REMOVAL, ADDING, WAITING_FOR_CONNECTION ->
                new StepResult.Next(ReplaceStep.CREATING_LINK);
            case CREATING_LINK -> {
                LinkWrite creation = new LinkWrite.Create(work.link.project(), wanted.get());
                Right right = rights.toChangeLinks(work.operation.caller(), work.link.project());
                writeAsCaller(work, right, creation, linkRules).orThrow();
                yield new StepResult.Next(ReplaceStep.WAITING_FOR_LINK);
            }
            case WAITING_FOR_LINK ->
                work.project.links(wanted.get().provider()).stream()
                        .filter(link -> wanted.get().mayBe(link) && link.settled())
                        .findFirst()
                        .map(ReplaceEndpoint::needsNewEndpoint)
                        .orElseGet(this::later);
        };
    }

    /** An interface endpoint belongs to one endpoint service, so it cannot move to the new link. */
    private static StepResult needsNewEndpoint(Link link) {
        return givenUp(
                ProblemCode.LINK_NOT_FOUND,
                "Atlas removed the link together with its last endpoint. The gateway created the new link " + link.id()
                        + " in the same region, with " + service(link.details())
                        + ". Create a new endpoint for that in your cloud, and add it to the new link.");
    }

    private static String service(LinkDetails details) {
        return switch (details) {
            case LinkDetails.Aws aws -> "the endpoint service " + aws.endpointServiceName();
            case LinkDetails.Azure azure -> "the private link service " + azure.privateLinkServiceResourceId();
            case LinkDetails.Gcp gcp -> "the service attachments " + String.join(", ", gcp.serviceAttachmentNames());
        };
    }

    private static StepResult removedMeanwhile() {
        return givenUp(ProblemCode.ENDPOINT_NOT_FOUND, "The endpoint was removed again during the replacement.");
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
