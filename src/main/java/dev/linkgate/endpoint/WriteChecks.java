package dev.linkgate.endpoint;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WriteResult;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Decides from the endpoint's state whether to send a write, and interprets Atlas's refusal. */
@Component
class WriteChecks {

    private final Operations operations;
    private final Replacements replacements;

    WriteChecks(Operations operations, Replacements replacements) {
        this.operations = operations;
        this.replacements = replacements;
    }

    /** Whether to send a write. */
    sealed interface Check {

        /**
         * The write is to be sent.
         *
         * @param endpoint as it will be if Atlas applies the write and returns no endpoint
         */
        record Pass(Optional<Endpoint> endpoint) implements Check {}

        /** The write must not be sent. */
        record Stop(WriteResult result) implements Check {}
    }

    /** @throws LinkgateException if the write must not be sent */
    Check before(RequestContext context, AtlasProject project, EndpointWrite write) {
        return switch (write) {
            case EndpointWrite.Add add -> before(project, add);
            case EndpointWrite.Ensure ensure -> before(context, project, ensure);
            case EndpointWrite.Remove remove -> before(project, remove);
        };
    }

    private static Check before(AtlasProject project, EndpointWrite.Add add) {
        Optional<WriteResult> earlier = add.cause() == EndpointWrite.Cause.RESUMED_REQUEST
                ? resultOfEarlierTry(project, add)
                : Optional.empty();
        return earlier.<Check>map(Check.Stop::new).orElseGet(() -> new Check.Pass(Optional.empty()));
    }

    private Check before(RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure) {
        Optional<Operation> replacement = replacements.unfinished(ensure.link(), ensure.endpoint());
        if (replacement.isPresent()) {
            return new Check.Stop(deferred(replacement.get()));
        }
        return switch (EndpointObservation.of(
                () -> project.endpoint(ensure.link().link(), ensure.endpoint()), 0)) {
            case EndpointObservation.Present present ->
                new Check.Stop(keepOrReplace(context, project, ensure, present.endpoint()));
            case EndpointObservation.Absent absent -> {
                if (absent.isOfLink()) {
                    throw absent.refusal();
                }
                yield new Check.Pass(Optional.empty());
            }
        };
    }

    private Check before(AtlasProject project, EndpointWrite.Remove remove) {
        Endpoint endpoint = project.endpoint(remove.link().link(), remove.endpoint());
        if (!remove.allowLinkRemoval()) {
            requireAnother(project, remove.link(), remove.endpoint());
        }
        return new Check.Pass(Optional.of(endpoint.removing()));
    }

    /**
     * Interprets the result of a write, given the request.
     *
     * @throws LinkgateException why a write that Atlas did not apply fails
     */
    WriteResult after(
            RequestContext context, AtlasProject project, EndpointWrite write, Check.Pass pass, WriteResult result) {
        if (result instanceof WriteResult.Applied applied) {
            return new WriteResult.Applied(applied.endpoint().or(pass::endpoint));
        }
        boolean exists = result instanceof WriteResult.Rejected rejected
                && rejected.why().code() == ProblemCode.ENDPOINT_EXISTS;
        if (exists && write instanceof EndpointWrite.Ensure ensure) {
            Endpoint endpoint = project.endpoint(ensure.link().link(), ensure.endpoint());
            return keepOrReplace(context, project, ensure, endpoint);
        }
        if (exists && write instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.RESUMED_REQUEST) {
            return resultOfEarlierTry(project, add).orElse(result);
        }
        return result;
    }

    /** The result of an earlier try of an addition; empty if the endpoint is absent or is being removed. */
    private static Optional<WriteResult> resultOfEarlierTry(AtlasProject project, EndpointWrite.Add add) {
        try {
            return EndpointObservation.afterWrite(
                            () -> project.endpoint(add.link().link(), add.endpoint()))
                    .found()
                    .filter(endpoint -> !endpoint.leaving())
                    .map(endpoint -> new WriteResult.Applied(Optional.of(endpoint)));
        } catch (LinkgateException unreadable) {
            return Optional.of(new WriteResult.Unknown(unreadable.failure()));
        }
    }

    private WriteResult keepOrReplace(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure, Endpoint endpoint) {
        if (!endpoint.leaving() && !endpoint.failed()) {
            return new WriteResult.Unneeded(endpoint);
        }
        if (!endpoint.leaving() && !ensure.allowLinkRemoval()) {
            requireAnother(project, ensure.link(), ensure.endpoint());
        }
        return deferred(replacements.start(
                context, ensure.link(), ensure.endpoint(), new Replacements.Argument(ensure.allowLinkRemoval())));
    }

    private static WriteResult deferred(Operation operation) {
        return new WriteResult.Deferred(operation.id().value());
    }

    /** @throws LinkgateException {@code last-endpoint} if no other endpoint keeps the link alive */
    private void requireAnother(AtlasProject project, LinkPath link, EndpointId endpoint) {
        Set<String> leaving = operations.unfinishedOn(link.project(), link.link()).stream()
                .filter(operation -> Replacements.removes(operation) || OutcomeResolver.mayHaveRemoved(operation))
                .map(operation -> String.valueOf(operation.target().interfaceEndpointId()))
                .collect(Collectors.toSet());
        boolean another = project.link(link.link()).interfaceEndpointIds().stream()
                .filter(id -> !id.equals(endpoint.value()) && !leaving.contains(id))
                .anyMatch(id -> stays(project, link, new EndpointId(id)));
        if (!another) {
            throw Failure.of(
                            ProblemCode.LAST_ENDPOINT,
                            "This is the last endpoint of the link, and Atlas would remove the link with it. Repeat"
                                    + " with allowLinkRemoval=true if you want that.")
                    .toException();
        }
    }

    private static boolean stays(AtlasProject project, LinkPath link, EndpointId endpoint) {
        return EndpointObservation.of(() -> project.endpoint(link.link(), endpoint), 0)
                .found()
                .filter(other -> !other.leaving())
                .isPresent();
    }
}
