package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.provisioning.SendDecision;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteRules;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one write of an endpoint of Data Federation. Atlas takes an addition of what is there for a change of its
 * comment, and ignores all else, so each write looks first.
 */
final class FederationRules implements WriteRules<FederationWrite, FederationEndpoint> {

    private static final Failure EXISTS =
            Failure.of(ProblemCode.ENDPOINT_EXISTS, "Data Federation already has an endpoint with this id.");

    private final EndpointStore store;
    private final AuditTrail trail;
    private boolean hasAdded;

    FederationRules(EndpointStore store, AuditTrail trail) {
        this.store = store;
        this.trail = trail;
    }

    @Override
    public SendDecision<FederationWrite, FederationEndpoint> before(
            RequestContext context, AtlasProject project, FederationWrite write) {
        if (write.kind() == FederationWrite.Kind.REMOVAL) {
            FederationEndpoint there = known(context, write, project.resource(write.written()));
            return new SendDecision.Send<>(write.of(there), Optional.of(there));
        }
        Optional<FederationEndpoint> found = EndpointObservation.find(() -> project.resource(write.written()))
                .map(endpoint -> known(context, write, endpoint));
        if (found.isEmpty()) {
            write.requireWhole();
            return new SendDecision.Send<>(write.adding(), Optional.empty());
        }
        return kept(write, found.get());
    }

    private static SendDecision<FederationWrite, FederationEndpoint> kept(
            FederationWrite write, FederationEndpoint there) {
        if (!write.isRepeatable()) {
            throw EXISTS.showing(there).toException();
        }
        write.requireSame(there);
        if (!write.changesCommentOf(there)) {
            return new SendDecision.Stop<>(new WriteResult.Unneeded<>(there));
        }
        if (write.kind() == FederationWrite.Kind.ADDITION) {
            throw EXISTS.showing(there).toException();
        }
        return new SendDecision.Send<>(write.commenting(there), Optional.of(there));
    }

    private FederationEndpoint known(RequestContext context, FederationWrite write, FederationEndpoint endpoint) {
        return endpoint.as(trail.ask(context, () -> store.find(LinkPath.ofProject(write.project()), write.id()))
                .orElse(null));
    }

    /** Whether the write has added the endpoint. */
    boolean hasAdded() {
        return hasAdded;
    }

    @Override
    public WriteResult<FederationEndpoint> send(Intent intent, AtlasProject project, FederationWrite write) {
        return project.send(intent, write);
    }

    /** What has appeared at Atlas in the meantime is not what was asked for, if it differs. */
    @Override
    public WriteResult<FederationEndpoint> after(
            RequestContext context,
            AtlasProject project,
            FederationWrite asked,
            SendDecision.Send<FederationWrite, FederationEndpoint> sent,
            WriteResult<FederationEndpoint> result) {
        if (!(result instanceof WriteResult.Applied<FederationEndpoint> applied)) {
            return result;
        }
        if (asked.kind() == FederationWrite.Kind.REMOVAL) {
            return new WriteResult.Applied<>(sent.current());
        }
        FederationEndpoint there = applied.resource().orElseThrow();
        try {
            asked.requireSame(there);
        } catch (LinkgateException differs) {
            return new WriteResult.Rejected<>(differs.failure());
        }
        hasAdded = sent.write().kind() == FederationWrite.Kind.ADDITION;
        return new WriteResult.Applied<>(sent.current()
                .map(before -> there.addedBy(before.team(), before.addedAt(), before.changeReference()))
                .or(() -> Optional.of(there)));
    }

    @Override
    public List<String> warnings(SendDecision<FederationWrite, FederationEndpoint> check) {
        return check instanceof SendDecision.Send<FederationWrite, FederationEndpoint> send
                ? WriteRules.unknownRegions(
                        send.write().id().provider(), send.write().regions())
                : List.of();
    }
}
