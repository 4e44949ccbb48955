package dev.linkgate.gateway.access.project;

import dev.linkgate.gateway.access.AccessPolicy;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * The projects that the gateway is used for: those that are registered, and those that a team has a role on. From
 * memory.
 */
@Component
public class KnownProjects {

    private final ProjectRegistry registry;
    private final AccessPolicy policy;

    KnownProjects(ProjectRegistry registry, AccessPolicy policy) {
        this.registry = registry;
        this.policy = policy;
    }

    public Set<ProjectId> all() {
        Set<ProjectId> all = new TreeSet<>(Comparator.comparing(ProjectId::value));
        registry.all().forEach(project -> all.add(project.id()));
        policy.visibleTo(Actor.ADMINISTRATOR).forEach(grant -> all.add(grant.projectId()));
        return all;
    }
}
