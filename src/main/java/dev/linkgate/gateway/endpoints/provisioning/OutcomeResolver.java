package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.LinkStatus;
import dev.linkgate.gateway.endpoints.link.WaitSettings;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.endpoints.port.AtlasProject;
import dev.linkgate.gateway.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.endpoints.port.LinkWrite;
import dev.linkgate.gateway.endpoints.port.RegionalModeWrite;
import dev.linkgate.gateway.endpoints.port.WriteResult;
import dev.linkgate.gateway.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.platform.operation.NewOperation;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.OperationHandler;
import dev.linkgate.gateway.platform.operation.Operations;
import dev.linkgate.gateway.platform.operation.Step;
import dev.linkgate.gateway.platform.operation.StepResult;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import dev.linkgate.gateway.trail.record.Outcome;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.time.InstantSource;
import java.util.List;
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
     * @param effect the effect of the write on Atlas, as an action
     * @param wanted what the write was to achieve, as far as the target does not say it: a link's provider and region,
     *     its remote regions, or the regional mode
     */
    private record Argument(Action effect, String wanted) {

        static Argument of(Operation operation) {
            String[] parts = operation.argument().split(" ", 2);
            return new Argument(Action.of(parts[0]), parts.length == 1 ? "" : parts[1]);
        }

        static Argument of(AtlasWrite write) {
            return switch (write) {
                case EndpointWrite.Remove remove -> new Argument(Action.ENDPOINT_REMOVE, "");
                case EndpointWrite addition -> new Argument(Action.ENDPOINT_ADD, "");
                case LinkWrite.Create create ->
                    new Argument(
                            Action.LINK_CREATE,
                            create.link().provider() + ":" + create.link().region());
                case LinkWrite.Update update ->
                    new Argument(Action.LINK_UPDATE, String.join(",", update.supportedRemoteRegions()));
                case LinkWrite.Remove remove -> new Argument(Action.LINK_REMOVE, "");
                case RegionalModeWrite mode -> new Argument(Action.REGIONAL_MODE_SET, String.valueOf(mode.enabled()));
            };
        }

        String stored() {
            return wanted.isEmpty() ? effect.word() : effect.word() + " " + wanted;
        }

        int status() {
            return switch (effect) {
                case ENDPOINT_ADD, LINK_CREATE -> 201;
                case ENDPOINT_REMOVE, LINK_REMOVE -> 202;
                default -> 200;
            };
        }
    }

    /** Starts the operation that resolves an outcome. Never throws. */
    <T> WriteResult.Unknown<T> start(RequestContext context, AtlasWrite write, WriteResult.Unknown<T> unknown) {
        Argument argument = Argument.of(write);
        try {
            Operation operation = operations.start(new NewOperation(
                    KIND,
                    argument.stored() + ' ' + subject(write),
                    OnlyStep.ASKING,
                    write.target(),
                    argument.stored(),
                    context));
            return new WriteResult.Unknown<>(unknown.why().continuedAt(operation.path()));
        } catch (RuntimeException e) {
            log.error("Could not start outcome resolution for request {}: {}", context.requestId(), e.getMessage());
            return unknown;
        }
    }

    private static String subject(AtlasWrite write) {
        return switch (write) {
            case EndpointWrite endpoint -> endpoint.link().subject(endpoint.id());
            case LinkWrite link -> link.resource();
            case RegionalModeWrite mode -> mode.resource();
        };
    }

    /** Whether the operation resolves a removal that Atlas may have carried out. */
    static boolean mayHaveRemoved(Operation operation) {
        return operation.kind().equals(KIND) && Argument.of(operation).effect() == Action.ENDPOINT_REMOVE;
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
            return new StepResult.Done();
        }
        return clock.instant().isBefore(operation.createdAt().plus(settings.settleAfter()))
                ? new StepResult.Later(settings.pollInterval())
                : new StepResult.GivenUp(Failure.of(
                        ProblemCode.ATLAS_UNAVAILABLE, "Atlas did not carry out the request. You can repeat it."));
    }

    /** @throws LinkgateException {@code outcome-unknown}, because a failed read says nothing about the write */
    private boolean isDone(Operation operation, RequestContext context) {
        try {
            AtlasProject project = atlas.project(
                    context, Objects.requireNonNull(operation.target().project()));
            return isDone(Argument.of(operation), operation.target(), project);
        } catch (LinkgateException e) {
            throw EndpointObservation.unreadable(e).toException();
        }
    }

    private static boolean isDone(Argument argument, Target target, AtlasProject project) {
        return switch (argument.effect()) {
            case ENDPOINT_ADD -> endpointStays(project, target);
            case ENDPOINT_REMOVE -> !endpointStays(project, target);
            case LINK_CREATE -> {
                String[] place = argument.wanted().split(":", 2);
                yield project.links(Provider.valueOf(place[0])).stream()
                        .anyMatch(link -> link.isIn(new Region(place[1])) && link.status() != LinkStatus.DELETING);
            }
            case LINK_UPDATE ->
                link(project, target)
                        .filter(link -> link.accepts(List.of(argument.wanted().split(","))))
                        .isPresent();
            case LINK_REMOVE ->
                link(project, target)
                        .filter(link -> link.status() != LinkStatus.DELETING)
                        .isEmpty();
            case REGIONAL_MODE_SET -> project.regionalMode().enabled() == Boolean.parseBoolean(argument.wanted());
            default -> throw new IllegalArgumentException("not an effect on Atlas: " + argument.effect());
        };
    }

    private static boolean endpointStays(AtlasProject project, Target target) {
        LinkPath link = LinkPath.of(target);
        EndpointId endpoint = new EndpointId(Objects.requireNonNull(target.interfaceEndpointId()));
        return EndpointObservation.of(() -> project.endpoint(link.link(), endpoint), 0)
                .found()
                .filter(found -> !found.leaving())
                .isPresent();
    }

    private static Optional<Link> link(AtlasProject project, Target target) {
        try {
            return Optional.of(project.link(Objects.requireNonNull(target.link())));
        } catch (LinkgateException e) {
            if (e.failure().code() == ProblemCode.LINK_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
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
            return Outcome.succeeded(argument.status());
        }
        return failure.code() == ProblemCode.OUTCOME_UNKNOWN ? Outcome.unknown(failure) : Outcome.notDone(failure);
    }
}
