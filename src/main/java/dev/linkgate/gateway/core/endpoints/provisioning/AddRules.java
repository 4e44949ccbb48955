package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules of an addition of an endpoint. */
final class AddRules {

    private static final Failure EXISTS =
            Failure.of(ProblemCode.ENDPOINT_EXISTS, "The link already has an interface endpoint with this id.");

    private static final Failure REPLACED = Failure.of(
                    ProblemCode.LINK_NOT_READY,
                    "An operation is replacing this endpoint. Nothing was sent; wait until the operation has ended.")
            .retryAfter(Duration.ofSeconds(30));

    private final EndpointReplacement replacement;
    private final AuditTrail trail;

    AddRules(EndpointReplacement replacement, AuditTrail trail) {
        this.replacement = replacement;
        this.trail = trail;
    }

    /** What may have been asked for before is read first. What an operation adds again, no other caller may add. */
    SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Add asked) {
        if (!asked.cause().isOfOperation()
                && trail.ask(context, () -> replacement.underWay(asked.link(), asked.id()))
                        .isPresent()) {
            throw REPLACED.toException();
        }
        EndpointWrite.Add add = new EndpointWrite.Add(
                asked.link(), AskedEndpoint.fitted(project, asked.link(), asked.endpoint()), asked.cause());
        Optional<Endpoint> existing =
                add.cause() == EndpointWrite.Cause.REPEATABLE_REQUEST ? find(project, add) : Optional.empty();
        return existing.<SendDecision<EndpointWrite, Endpoint>>map(
                        endpoint -> new SendDecision.Stop<>(onExisting(add, endpoint, EXISTS)))
                .orElseGet(() -> new SendDecision.Send<>(add, Optional.empty()));
    }

    static WriteResult<Endpoint> after(AtlasProject project, EndpointWrite sent, WriteResult<Endpoint> result) {
        if (!exists(result)
                || !(sent instanceof EndpointWrite.Add add)
                || add.cause().isOfOperation()) {
            return result;
        }
        return existing(project, add)
                .map(endpoint -> onExisting(add, endpoint, result.failure().orElseThrow()))
                .orElse(result);
    }

    /** Whether Atlas has refused an addition because it has the endpoint. */
    static boolean exists(WriteResult<Endpoint> result) {
        return result instanceof WriteResult.Rejected<Endpoint> rejected
                && rejected.why().code().equals(ProblemCode.ENDPOINT_EXISTS);
    }

    /** What is there already needs no approval, which its addition may have used up. */
    static Failure forbidden(AtlasProject project, EndpointWrite.Add add, Failure why) {
        return why.code().equals(ProblemCode.ORIGIN_NOT_ALLOWED)
                ? existing(project, add)
                        .filter(endpoint -> !endpoint.leaving())
                        .map(EXISTS::showing)
                        .orElse(why)
                : why;
    }

    /** Empty also if it cannot be read, unless the request may be a repeated one. */
    private static Optional<Endpoint> existing(AtlasProject project, EndpointWrite.Add add) {
        try {
            return find(project, add);
        } catch (LinkgateException unreadable) {
            if (add.cause() == EndpointWrite.Cause.REPEATABLE_REQUEST) {
                throw unreadable;
            }
            return Optional.empty();
        }
    }

    private static Optional<Endpoint> find(AtlasProject project, EndpointWrite.Add add) {
        return EndpointObservation.find(() -> project.endpoint(add.link().link(), add.id()));
    }

    /**
     * The result of an addition whose endpoint exists: as asked for, if the request may be a repeated one. An endpoint
     * that has failed or is being removed is not what was asked for.
     *
     * @param refusal why it cannot be added
     */
    private static WriteResult<Endpoint> onExisting(EndpointWrite.Add add, Endpoint endpoint, Failure refusal) {
        boolean mayBeAskedFor =
                add.cause() == EndpointWrite.Cause.REPEATABLE_REQUEST && !endpoint.leaving() && !endpoint.failed();
        if (!mayBeAskedFor) {
            throw refusal.showing(endpoint).toException();
        }
        AskedEndpoint.requireSame(endpoint, add.endpoint());
        return new WriteResult.Unneeded<>(endpoint);
    }

    static void foresee(AtlasProject project, EndpointWrite.Add add) {
        Link link = project.link(add.link().link());
        if (link.interfaceEndpointIds().contains(add.id())) {
            throw find(project, add).map(EXISTS::showing).orElse(EXISTS).toException();
        }
        switch (link.status()) {
            case INITIATING -> throw refused(ProblemCode.LINK_NOT_READY, "Atlas is still setting up the link.");
            case FAILED, DELETING ->
                throw refused(ProblemCode.ATLAS_CONFLICT, "The link is " + link.status() + " and accepts no endpoint.");
            case AVAILABLE, UNKNOWN -> {}
        }
    }

    private static LinkgateException refused(ProblemCode code, String detail) {
        return Failure.of(code, detail).toException();
    }

    /** A group of forwarding rules can only be on a link that is not port-mapped. */
    static List<String> warnings(EndpointWrite.Add add) {
        return add.endpoint() instanceof NewEndpoint.Gcp gcp && !gcp.fitsAnyLink()
                ? List.of("Atlas ends the link with its endpoints on " + LinkDetails.Gcp.END
                        + ", because it is not port-mapped.")
                : List.of();
    }
}
