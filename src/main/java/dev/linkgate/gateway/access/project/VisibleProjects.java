package dev.linkgate.gateway.access.project;

import dev.linkgate.gateway.access.AccessPolicy;
import dev.linkgate.gateway.access.team.Grant;
import dev.linkgate.gateway.access.team.Role;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** The projects that callers may see. */
@Service
public class VisibleProjects {

    private final ProjectRegistry registry;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    VisibleProjects(ProjectRegistry registry, AccessPolicy policy, AuditTrail trail) {
        this.registry = registry;
        this.policy = policy;
        this.trail = trail;
    }

    /** Those of a request's caller. No other system is asked. */
    public List<VisibleProject> list(RequestContext context) {
        return trail.read(context, Action.PROJECT_LIST, Target.NONE, () -> of(context.actor()));
    }

    /** Those of a caller, from memory and without a record, for a use case that makes one. */
    public List<VisibleProject> of(Actor actor) {
        Stream<Grant> granted = policy.visibleTo(actor).stream();
        Stream<Grant> registered = policy.mayEverything(actor)
                ? registry.all().stream().map(project -> new Grant("", project.id(), Role.OWNER))
                : Stream.empty();
        return Stream.concat(granted, registered)
                .distinct()
                .map(grant -> new VisibleProject(
                        grant.projectId(),
                        registry.find(grant.projectId()).map(Project::name).orElse(null),
                        grant.role()))
                .toList();
    }
}
