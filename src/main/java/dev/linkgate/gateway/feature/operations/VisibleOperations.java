package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Operations, for callers who may see the project. The gateway's own operations are the administrator's. */
@Component
public class VisibleOperations {

    private final Operations operations;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    VisibleOperations(Operations operations, AccessPolicy policy, AuditTrail trail) {
        this.operations = operations;
        this.policy = policy;
        this.trail = trail;
    }

    /**
     * Finds an operation and notes it as the request's target. A caller that may not see it does not learn that
     * it exists.
     *
     * @throws LinkgateException {@code operation-not-found}; {@code audit-unavailable} if the database does not answer
     */
    public Operation find(RequestContext context, String id) {
        Operation found = trail.ask(context, () -> operations.find(id))
                .filter(operation -> mayRead(context.actor(), operation.target().project()))
                .orElseThrow(Operations::notFound);
        context.noteTarget(
                found.target().about(OperationWords.OPERATION, found.id().value()));
        Actor actor = context.actor();
        ProjectId project = found.target().project();
        context.allowed(
                project == null ? policy.rightTo(actor, AdminScope.ALL) : policy.rightTo(actor, Role.VIEWER, project));
        return found;
    }

    /**
     * Lets only callers cancel an operation that may change its project.
     *
     * @throws LinkgateException {@code forbidden}, naming the missing role
     */
    void requireMayCancel(RequestContext context, Operation operation) {
        ProjectId project = operation.target().project();
        if (project != null) {
            policy.require(context.actor(), Role.EDITOR, project);
        }
    }

    private boolean mayRead(Actor actor, @Nullable ProjectId project) {
        return project == null ? policy.mayEverything(actor) : policy.allows(actor, Role.VIEWER, project);
    }
}
