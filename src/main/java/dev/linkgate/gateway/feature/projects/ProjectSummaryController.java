package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.access.project.VisibleProjects;
import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.projects.ProjectEndpoints.Found;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A project in numbers. */
@RestController
@RequestMapping(path = "/projects/{projectId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access")
class ProjectSummaryController {

    private final ProjectEndpoints endpoints;
    private final VisibleProjects projects;
    private final Access access;
    private final AccessPolicy policy;
    private final AuditTrail trail;
    private final ObjectProvider<PendingRequests> pending;

    ProjectSummaryController(
            ProjectEndpoints endpoints,
            VisibleProjects projects,
            Access access,
            AccessPolicy policy,
            AuditTrail trail,
            ObjectProvider<PendingRequests> pending) {
        this.endpoints = endpoints;
        this.projects = projects;
        this.access = access;
        this.policy = policy;
        this.trail = trail;
        this.pending = pending;
    }

    @GetMapping
    @Operation(
            operationId = "getProject",
            summary = "Get a project in numbers",
            description = "As last known: the links and which endpoints they have are read from Atlas, and such a read"
                    + " is shared; `failed` counts those that had failed when they were last seen, by whomever.")
    @Problems.OfAtlas
    ResponseEntity<ProjectSummary> get(RequestContext context, @PathVariable ProjectId projectId, Freshness freshness) {
        Aged<ProjectSummary> aged = trail.read(
                context,
                Action.PROJECT_GET,
                Target.project(projectId),
                () -> endpoints
                        .read(context, projectId, ProjectEndpoints.Selection.ALL, freshness)
                        .map(found -> summary(context, projectId, found)));
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    private ProjectSummary summary(RequestContext context, ProjectId project, Found found) {
        return new ProjectSummary(
                project,
                projects.name(project).orElse(null),
                role(context, project),
                access.snapshot().attachments(project).rules(),
                found.links(),
                found.endpoints().size(),
                found.endpoints().stream()
                        .filter(each -> each.endpoint().failed())
                        .count(),
                pending.stream()
                        .mapToLong(each -> trail.ask(context, () -> each.count(context.actor(), project)))
                        .sum());
    }

    /** The highest one of the caller, who has one. */
    private Role role(RequestContext context, ProjectId project) {
        return Stream.of(Role.OWNER, Role.EDITOR)
                .filter(role -> policy.allows(context.actor(), role, project))
                .findFirst()
                .orElse(Role.VIEWER);
    }
}
