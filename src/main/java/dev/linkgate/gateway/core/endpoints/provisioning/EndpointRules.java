package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The rules of writes of endpoints. */
@Component
public class EndpointRules implements WriteRules<EndpointWrite, Endpoint> {

    private static final Failure EXISTS =
            Failure.of(ProblemCode.ENDPOINT_EXISTS, "The link already has an interface endpoint with this id.");

    private static final Failure REPLACED = Failure.of(
                    ProblemCode.LINK_NOT_READY,
                    "An operation is replacing this endpoint. Nothing was sent; wait until the operation has ended.")
            .retryAfter(Duration.ofSeconds(30));

    private final EndpointReplacement replacement;
    private final PendingChanges pending;
    private final EndpointStore store;
    private final AuditTrail trail;

    EndpointRules(EndpointReplacement replacement, PendingChanges pending, EndpointStore store, AuditTrail trail) {
        this.replacement = replacement;
        this.pending = pending;
        this.store = store;
        this.trail = trail;
    }

    /** An addition of what may be another team's, too: while it waits, that team's replacement could remove it. */
    @Override
    public boolean isExclusive(RequestContext context, EndpointWrite write) {
        return write.isExclusive()
                || trail.ask(context, () -> store.teamOf(write.link(), write.id()))
                        .filter(team -> !team.equals(context.actor().team()))
                        .isPresent();
    }

    @Override
    public SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite write) {
        return switch (write) {
            case EndpointWrite.Add add -> before(context, project, add);
            case EndpointWrite.Ensure ensure -> before(context, project, ensure);
            case EndpointWrite.Remove remove -> before(context, project, remove);
        };
    }

    /** What may have been asked for before is read first. What an operation adds again, no other caller may add. */
    private SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Add asked) {
        if (!asked.cause().isOfOperation()
                && trail.ask(context, () -> replacement.underWay(asked.link(), asked.id()))
                        .isPresent()) {
            throw REPLACED.toException();
        }
        EndpointWrite.Add add =
                new EndpointWrite.Add(asked.link(), fitted(project, asked.link(), asked.endpoint()), asked.cause());
        Optional<Endpoint> existing =
                add.cause() == EndpointWrite.Cause.REPEATABLE_REQUEST ? find(project, add) : Optional.empty();
        return existing.<SendDecision<EndpointWrite, Endpoint>>map(
                        endpoint -> new SendDecision.Stop<>(onExisting(add, endpoint, EXISTS)))
                .orElseGet(() -> new SendDecision.Send<>(add, Optional.empty()));
    }

    /** What is there already needs no approval, which its addition may have used up. */
    @Override
    public Failure forbidden(AtlasProject project, AtlasWrite write, Failure why) {
        return why.code().equals(ProblemCode.ORIGIN_NOT_ALLOWED) && write instanceof EndpointWrite.Add add
                ? existing(project, add)
                        .filter(endpoint -> !endpoint.leaving())
                        .map(EXISTS::showing)
                        .orElse(why)
                : why;
    }

    private static Optional<Endpoint> find(AtlasProject project, EndpointWrite write) {
        return EndpointObservation.find(() -> project.endpoint(write.link().link(), write.id()));
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
        requireSame(endpoint, add.endpoint());
        return new WriteResult.Unneeded<>(endpoint);
    }

    private SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure) {
        Optional<String> operation = trail.ask(context, () -> replacement.underWay(ensure.link(), ensure.id()));
        if (operation.isPresent()) {
            return new SendDecision.Stop<>(new WriteResult.Deferred<>(operation.get()));
        }
        return switch (EndpointObservation.of(
                () -> project.endpoint(ensure.link().link(), ensure.id()))) {
            case EndpointObservation.Present present -> keepOrReplace(context, project, ensure, present.endpoint());
            case EndpointObservation.Absent absent -> {
                if (absent.isOfLink()) {
                    throw absent.refusal();
                }
                NewEndpoint endpoint = ensure.endpoint()
                        .orElseGet(() -> ofIdAlone(ensure.id(), "because the link does not have the endpoint yet"));
                yield new SendDecision.Send<>(
                        new EndpointWrite.Add(
                                ensure.link(), fitted(project, ensure.link(), endpoint), EndpointWrite.Cause.REQUEST),
                        Optional.empty());
            }
        };
    }

    private SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Remove remove) {
        Endpoint endpoint = project.endpoint(remove.link().link(), remove.id());
        if (!remove.allowLinkRemoval()) {
            requireAnother(context, project, remove.link(), remove.id());
        }
        EndpointWrite inAtlasSpelling = new EndpointWrite.Remove(
                remove.link(), endpoint.interfaceEndpointId(), remove.allowLinkRemoval(), remove.cause());
        return new SendDecision.Send<>(inAtlasSpelling, Optional.of(endpoint));
    }

    /** The endpoint to add. An id is enough for AWS only. */
    private static NewEndpoint ofIdAlone(EndpointId id, String why) {
        return switch (id.provider()) {
            case AWS -> new NewEndpoint.Aws(id);
            case AZURE -> throw missing("privateEndpointIPAddress", why);
            case GCP -> throw missing("gcpProjectId", why);
        };
    }

    private static LinkgateException missing(String field, String why) {
        return Failure.invalid(field, "must be given, " + why).toException();
    }

    /**
     * The endpoint as the link can have it.
     *
     * @throws LinkgateException {@code invalid-request} if the link cannot have it
     */
    private static NewEndpoint fitted(AtlasProject project, LinkPath link, NewEndpoint endpoint) {
        endpoint.id().requireOn(project.providerOf(link.link()));
        if (!(endpoint instanceof NewEndpoint.Gcp gcp) || gcp.fitsAnyLink()) {
            return endpoint;
        }
        boolean portMapped =
                project.link(link.link()).details() instanceof LinkDetails.Gcp details && details.portMappingEnabled();
        return portMapped ? gcp.portMapped() : gcp.grouped();
    }

    @Override
    public WriteResult<Endpoint> send(Intent intent, AtlasProject project, EndpointWrite write) {
        return project.send(intent, write);
    }

    @Override
    public WriteResult<Endpoint> after(
            RequestContext context,
            AtlasProject project,
            EndpointWrite asked,
            SendDecision.Send<EndpointWrite, Endpoint> sent,
            WriteResult<Endpoint> result) {
        if (result instanceof WriteResult.Applied<Endpoint> applied) {
            return new WriteResult.Applied<>(
                    applied.resource().or(() -> sent.current().map(Endpoint::removing)));
        }
        boolean exists = result instanceof WriteResult.Rejected<Endpoint> rejected
                && rejected.why().code().equals(ProblemCode.ENDPOINT_EXISTS);
        if (exists && asked instanceof EndpointWrite.Ensure ensure) {
            Endpoint endpoint = project.endpoint(ensure.link().link(), ensure.id());
            return switch (keepOrReplace(context, project, ensure, endpoint)) {
                case SendDecision.Stop<EndpointWrite, Endpoint> stop -> stop.result();
                case SendDecision.Defer<EndpointWrite, Endpoint> defer -> {
                    context.right().require();
                    yield new WriteResult.Deferred<>(defer.start().get());
                }
                case SendDecision.Send<EndpointWrite, Endpoint> send -> result;
            };
        }
        if (exists
                && sent.write() instanceof EndpointWrite.Add add
                && !add.cause().isOfOperation()) {
            return existing(project, add)
                    .map(endpoint -> onExisting(add, endpoint, result.failure().orElseThrow()))
                    .orElse(result);
        }
        return result;
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

    @Override
    public void foresee(AtlasProject project, EndpointWrite write) {
        if (write instanceof EndpointWrite.Remove) {
            return;
        }
        Link link = project.link(write.link().link());
        if (link.interfaceEndpointIds().contains(write.id())) {
            throw find(project, write).map(EXISTS::showing).orElse(EXISTS).toException();
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

    @Override
    public List<String> warnings(SendDecision<EndpointWrite, Endpoint> check) {
        return switch (check) {
            case SendDecision.Send<EndpointWrite, Endpoint> send ->
                switch (send.write()) {
                    case EndpointWrite.Remove remove ->
                        remove.allowLinkRemoval()
                                ? List.of("If it is the link's last endpoint, Atlas may remove the link too.")
                                : List.of();
                    case EndpointWrite.Add add -> warnings(add.endpoint());
                    case EndpointWrite.Ensure ensure -> List.of();
                };
            case SendDecision.Stop<EndpointWrite, Endpoint> stop ->
                stop.result() instanceof WriteResult.Deferred<Endpoint> deferred
                        ? List.of("The operation " + deferred.operationId() + " already replaces the endpoint.")
                        : List.of();
            case SendDecision.Defer<EndpointWrite, Endpoint> defer ->
                List.of("An operation replaces the endpoint, which takes minutes. Until then it does not work.");
        };
    }

    /** A group of forwarding rules can only be on a link that is not port-mapped. */
    private static List<String> warnings(NewEndpoint endpoint) {
        return endpoint instanceof NewEndpoint.Gcp gcp && !gcp.fitsAnyLink()
                ? List.of("Atlas ends the link with its endpoints on " + LinkDetails.Gcp.END
                        + ", because it is not port-mapped.")
                : List.of();
    }

    private SendDecision<EndpointWrite, Endpoint> keepOrReplace(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure, Endpoint endpoint) {
        Optional<NewEndpoint> asked = ensure.endpoint().map(given -> fitted(project, ensure.link(), given));
        if (!endpoint.leaving() && !endpoint.failed()) {
            asked.ifPresent(wanted -> requireSame(endpoint, wanted));
            return new SendDecision.Stop<>(new WriteResult.Unneeded<>(endpoint));
        }
        // What could not be added again must not be removed.
        NewEndpoint wanted = asked.or(() -> endpoint.asNew().map(known -> fitted(project, ensure.link(), known)))
                .orElseGet(() -> ofIdAlone(ensure.id(), "because Atlas does not tell it of the failed endpoint"));
        EndpointWrite.Permissions permissions = ensure.replacement();
        if (!endpoint.leaving() && !permissions.linkRemoval()) {
            requireAnother(context, project, ensure.link(), ensure.id());
        }
        Optional<NewLink> link = permissions.linkRemoval() && permissions.linkCreation()
                ? NewLink.like(project.link(ensure.link().link()))
                : Optional.empty();
        // One that is leaving does not count any more, so it is added like a new one.
        EndpointWrite addition = new EndpointWrite.Add(
                ensure.link(),
                wanted,
                endpoint.leaving() ? EndpointWrite.Cause.DEFERRED_REQUEST : EndpointWrite.Cause.REPLACEMENT);
        List<EndpointWrite> writes = endpoint.leaving()
                ? List.of(addition)
                : List.of(
                        new EndpointWrite.Remove(
                                ensure.link(),
                                endpoint.interfaceEndpointId(),
                                permissions.linkRemoval(),
                                EndpointWrite.Cause.REPLACEMENT),
                        addition);
        return new SendDecision.Defer<>(endpoint, writes, replacement.of(context, ensure, endpoint, wanted, link));
    }

    /** @throws LinkgateException {@code endpoint-exists} if an endpoint has other properties than those asked for */
    private static void requireSame(Endpoint endpoint, NewEndpoint wanted) {
        if (wanted instanceof NewEndpoint.Azure azure
                && endpoint.details() instanceof EndpointDetails.Azure actual
                && actual.privateEndpointIPAddress() != null
                && !azure.privateEndpointIPAddress().equals(actual.privateEndpointIPAddress())) {
            throw different(endpoint, "privateEndpointIPAddress");
        }
        if (wanted instanceof NewEndpoint.Gcp gcp && endpoint.asNew().orElse(gcp) instanceof NewEndpoint.Gcp actual) {
            if (!gcp.gcpProjectId().equals(actual.gcpProjectId())) {
                throw different(endpoint, "gcpProjectId");
            }
            if (!Set.copyOf(gcp.endpoints()).equals(Set.copyOf(actual.endpoints()))) {
                throw different(endpoint, "endpoints");
            }
        }
    }

    private static LinkgateException different(Endpoint endpoint, String property) {
        return Failure.of(
                        ProblemCode.ENDPOINT_EXISTS,
                        "The endpoint exists with another " + property
                                + ". Remove it before you add it with new properties.")
                .showing(endpoint)
                .toException();
    }

    /** @throws LinkgateException {@code last-endpoint} if no other endpoint keeps the link alive */
    private void requireAnother(RequestContext context, AtlasProject project, LinkPath link, EndpointId endpoint) {
        Set<EndpointId> leaving = trail.ask(context, () -> pending.removals(link));
        boolean another = project.link(link.link()).interfaceEndpointIds().stream()
                .filter(id -> !id.equals(endpoint) && !leaving.contains(id))
                .anyMatch(id -> stays(project, link, id));
        if (!another) {
            throw refused(
                    ProblemCode.LAST_ENDPOINT,
                    "This is the last endpoint of the link, and Atlas may remove the link with it. Repeat with"
                            + " allowLinkRemoval=true if you accept that.");
        }
    }

    private static boolean stays(AtlasProject project, LinkPath link, EndpointId endpoint) {
        return EndpointObservation.find(() -> project.endpoint(link.link(), endpoint))
                .filter(other -> !other.leaving())
                .isPresent();
    }
}
