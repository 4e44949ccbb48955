package dev.linkgate.gateway.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.access.AccessPolicy;
import dev.linkgate.gateway.access.Grant;
import dev.linkgate.gateway.access.Role;
import dev.linkgate.gateway.audit.Action;
import dev.linkgate.gateway.audit.AuditTrail;
import dev.linkgate.gateway.request.Actor;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.request.Target;
import dev.linkgate.gateway.web.Listing;
import dev.linkgate.gateway.web.Page;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows callers the projects that they may see. */
@RestController
@Tag(name = "Projects")
class ProjectController {

    private final ProjectRegistry registry;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    ProjectController(ProjectRegistry registry, AccessPolicy policy, AuditTrail trail) {
        this.registry = registry;
        this.policy = policy;
        this.trail = trail;
    }

    /**
     * A project as a caller sees it.
     *
     * @param name absent when the administrator has not registered it
     */
    record VisibleProject(
            ProjectId id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String name,

            Role role) {}

    @GetMapping("/projects")
    @Operation(
            operationId = "listVisibleProjects",
            summary = "List the projects that you may see, with your role on each")
    Listing<VisibleProject> list(RequestContext context, Page page) {
        return trail.read(context, Action.PROJECT_LIST, Target.NONE, () -> page.of(visibleTo(context.actor())));
    }

    private List<VisibleProject> visibleTo(Actor actor) {
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
