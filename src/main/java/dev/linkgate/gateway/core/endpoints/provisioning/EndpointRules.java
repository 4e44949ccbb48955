package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import java.util.List;
import org.springframework.stereotype.Component;

/** The rules of writes of endpoints: {@link AddRules}, {@link EnsureRules} and {@link RemoveRules}. */
@Component
public class EndpointRules implements WriteRules<EndpointWrite, Endpoint> {

    private final AddRules additions;
    private final EnsureRules ensures;
    private final RemoveRules removals;
    private final EndpointStore store;
    private final AuditTrail trail;

    EndpointRules(EndpointReplacement replacement, PendingChanges pending, EndpointStore store, AuditTrail trail) {
        this.additions = new AddRules(replacement, trail);
        this.removals = new RemoveRules(pending, trail);
        this.ensures = new EnsureRules(replacement, removals, trail);
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
            case EndpointWrite.Add add -> additions.before(context, project, add);
            case EndpointWrite.Ensure ensure -> ensures.before(context, project, ensure);
            case EndpointWrite.Remove remove -> removals.before(context, project, remove);
        };
    }

    @Override
    public Failure forbidden(AtlasProject project, AtlasWrite write, Failure why) {
        return write instanceof EndpointWrite.Add add ? AddRules.forbidden(project, add, why) : why;
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
        return switch (asked) {
            case EndpointWrite.Add add -> AddRules.after(project, sent.write(), result);
            case EndpointWrite.Ensure ensure -> ensures.after(context, project, ensure, result);
            case EndpointWrite.Remove remove -> RemoveRules.after(sent.current(), result);
        };
    }

    @Override
    public void foresee(AtlasProject project, EndpointWrite write) {
        if (write instanceof EndpointWrite.Add add) {
            AddRules.foresee(project, add);
        }
    }

    @Override
    public List<String> warnings(SendDecision<EndpointWrite, Endpoint> check) {
        return switch (check) {
            case SendDecision.Send<EndpointWrite, Endpoint> send ->
                switch (send.write()) {
                    case EndpointWrite.Add add -> AddRules.warnings(add);
                    case EndpointWrite.Ensure ensure -> List.of();
                    case EndpointWrite.Remove remove -> RemoveRules.warnings(remove);
                };
            case SendDecision.Stop<EndpointWrite, Endpoint> stop -> EnsureRules.warnings(stop.result());
            case SendDecision.Defer<EndpointWrite, Endpoint> defer -> List.of(EnsureRules.TAKES_MINUTES);
        };
    }
}
