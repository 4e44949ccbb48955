package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of a removal of an endpoint. */
final class RemoveRules {

    private final PendingChanges pending;
    private final AuditTrail trail;

    RemoveRules(PendingChanges pending, AuditTrail trail) {
        this.pending = pending;
        this.trail = trail;
    }

    SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Remove remove) {
        Endpoint endpoint = project.endpoint(remove.link().link(), remove.id());
        if (!remove.allowLinkRemoval()) {
            requireAnother(context, project, remove.link(), remove.id());
        }
        EndpointWrite inAtlasSpelling = new EndpointWrite.Remove(
                remove.link(), endpoint.interfaceEndpointId(), remove.allowLinkRemoval(), remove.cause());
        return new SendDecision.Send<>(inAtlasSpelling, Optional.of(endpoint));
    }

    /** @throws LinkgateException {@code last-endpoint} if no other endpoint keeps the link alive */
    void requireAnother(RequestContext context, AtlasProject project, LinkPath link, EndpointId endpoint) {
        Set<EndpointId> leaving = trail.ask(context, () -> pending.removals(link));
        boolean another = project.link(link.link()).interfaceEndpointIds().stream()
                .filter(id -> !id.equals(endpoint) && !leaving.contains(id))
                .anyMatch(id -> stays(project, link, id));
        if (!another) {
            throw Failure.of(
                            ProblemCode.LAST_ENDPOINT,
                            "This is the last endpoint of the link, and Atlas may remove the link with it. Repeat with"
                                    + " allowLinkRemoval=true if you accept that.")
                    .toException();
        }
    }

    private static boolean stays(AtlasProject project, LinkPath link, EndpointId endpoint) {
        return EndpointObservation.find(() -> project.endpoint(link.link(), endpoint))
                .filter(other -> !other.leaving())
                .isPresent();
    }

    static WriteResult<Endpoint> after(Optional<Endpoint> found, WriteResult<Endpoint> result) {
        return result instanceof WriteResult.Applied<Endpoint> applied
                ? new WriteResult.Applied<>(applied.resource().or(() -> found.map(Endpoint::removing)))
                : result;
    }

    static List<String> warnings(EndpointWrite.Remove remove) {
        return remove.allowLinkRemoval()
                ? List.of("If it is the link's last endpoint, Atlas may remove the link too.")
                : List.of();
    }
}
