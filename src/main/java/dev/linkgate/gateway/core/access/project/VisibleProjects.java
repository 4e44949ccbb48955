package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/** The projects that the gateway is used for, and those that a caller may see. */
@Service
public class VisibleProjects {

    private final ProjectRegistry registry;
    private final Access access;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    VisibleProjects(ProjectRegistry registry, Access access, AccessPolicy policy, AuditTrail trail) {
        this.registry = registry;
        this.access = access;
        this.policy = policy;
        this.trail = trail;
    }

    /** All: those that a team has a role on, and those that are registered. From memory. */
    public Set<ProjectId> all() {
        Set<ProjectId> all = new LinkedHashSet<>();
        access.snapshot().projects().stream()
                .sorted(Comparator.comparing(ProjectId::value))
                .forEach(all::add);
        registry.all().forEach(project -> all.add(project.id()));
        return all;
    }

    /** The name of a project; empty if it is not registered. From memory. */
    public Optional<String> name(ProjectId project) {
        return registry.find(project).map(Project::name);
    }

    /** The projects of a request's caller. No other system is asked. */
    public List<VisibleProject> list(RequestContext context) {
        return trail.read(context, Action.PROJECT_LIST, Target.NONE, () -> of(context.actor()));
    }

    /** The projects of a caller, from memory and without a record, for a use case that makes one. */
    public List<VisibleProject> of(Actor actor) {
        if (policy.mayEverything(actor)) {
            return all().stream().map(project -> visible(project, Role.OWNER)).toList();
        }
        return actor.team() == null
                ? List.of()
                : access.grants().of(actor.team()).stream()
                        .map(grant -> visible(grant.projectId(), grant.role()))
                        .toList();
    }

    private VisibleProject visible(ProjectId project, Role role) {
        return new VisibleProject(project, name(project).orElse(null), role);
    }
}
