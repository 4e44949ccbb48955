package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What may be attached to a project: its rules. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
public class AttachmentController {

    private static final String RULES = "/admin/projects/{projectId}/rules";

    private final Access access;
    private final ProjectStore projects;
    private final AuditTrail trail;

    AttachmentController(Access access, ProjectStore projects, AuditTrail trail) {
        this.access = access;
        this.projects = projects;
        this.trail = trail;
    }

    @PutMapping(path = RULES, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Tag(name = "Administration")
    @Operation(
            operationId = "putRules",
            summary = "Say what may be attached to a project",
            description = "All rules are replaced. What is left out is not restricted. The project must be registered.")
    @ApiResponse(responseCode = "201", description = "Stored", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Changed", useReturnTypeSchema = true)
    @Problems("project-not-found")
    public ResponseEntity<ProjectRules> putRules(
            RequestContext context, @PathVariable ProjectId projectId, @RequestBody ProjectRules body) {
        ProjectRules rules = body.checked();
        Put<ProjectRules> put = trail.write(
                context,
                Action.RULES_PUT,
                rulesOf(projectId).changing(Change.to(rules)),
                Put::status,
                intent -> intent.changed(access.changeAttachments(store -> {
                    if (projects.find(projectId).isEmpty()) {
                        throw ProjectRegistrar.notFound(projectId);
                    }
                    ProjectRules before = store.rules(projectId).orElse(null);
                    store.put(projectId, rules);
                    return new Put<>(before, rules);
                })));
        return put.created()
                ? ResponseEntity.created(URI.create("/admin/projects/" + projectId + "/rules"))
                        .body(put.now())
                : ResponseEntity.ok(put.now());
    }

    @DeleteMapping(RULES)
    @Tag(name = "Administration")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeRules", summary = "Remove a project's rules: anything may be attached")
    @Problems("not-found")
    void removeRules(RequestContext context, @PathVariable ProjectId projectId) {
        trail.write(context, Action.RULES_REMOVE, rulesOf(projectId), 204, intent -> {
            intent.changed(
                    access.changeAttachments(store -> {
                        ProjectRules before = store.rules(projectId).orElseThrow(AttachmentController::notFound);
                        store.remove(projectId);
                        return before;
                    }),
                    null);
            return projectId;
        });
    }

    @GetMapping(RULES)
    @Tag(name = "Administration")
    @Operation(operationId = "getRulesOfProject", summary = "Get a project's rules; without any it is empty")
    @Problems({})
    ProjectRules rulesForAdministrators(RequestContext context, @PathVariable ProjectId projectId) {
        return rules(context, projectId);
    }

    @GetMapping("/projects/{projectId}/rules")
    @Tag(name = "Access")
    @Operation(operationId = "getRules", summary = "Get what may be attached to a project; without rules it is empty")
    @Problems({})
    ProjectRules rules(RequestContext context, @PathVariable ProjectId projectId) {
        return trail.read(
                context,
                Action.RULES_GET,
                rulesOf(projectId),
                () -> access.snapshot().attachments(projectId).rules());
    }

    private static Target rulesOf(ProjectId project) {
        return Target.project(project).about(Target.Kind.RULES, project.value());
    }

    private static LinkgateException notFound() {
        return Failure.of(ProblemCode.NOT_FOUND, "The project has no rules.").toException();
    }
}
