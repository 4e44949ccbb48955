package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
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

/** The administrator's view of the projects: their names and their credentials. */
@RestController
@RequestMapping(path = "/admin/projects", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
public class ProjectAdminController {

    private final ProjectRegistry registry;
    private final ProjectRegistrar registrar;
    private final AuditTrail audit;

    ProjectAdminController(ProjectRegistry registry, ProjectRegistrar registrar, AuditTrail audit) {
        this.registry = registry;
        this.registrar = registrar;
        this.audit = audit;
    }

    @PutMapping(path = "/{projectId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "putProject", summary = "Register a project and bind it to a credential")
    @ApiResponse(responseCode = "201", description = "Registered", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Changed", useReturnTypeSchema = true)
    public ResponseEntity<Project> put(
            RequestContext context, @PathVariable ProjectId projectId, @RequestBody ProjectRequest request) {
        String name = request.checkedName();
        Put<Project> put = audit.write(
                context,
                Action.PROJECT_PUT,
                Project.target(projectId, name, request.credential()),
                Put::status,
                intent -> intent.changed(registrar.put(projectId, name, request.credential())));
        return put.created()
                ? ResponseEntity.created(URI.create("/admin/projects/" + projectId))
                        .body(put.now())
                : ResponseEntity.ok(put.now());
    }

    @GetMapping
    @Operation(operationId = "listRegisteredProjects", summary = "List the registered projects")
    Listing<Project> list(RequestContext context, Page page) {
        return page.of(audit.read(context, Action.PROJECT_LIST, Target.NONE, registry::all));
    }

    @GetMapping("/{projectId}")
    @Operation(operationId = "getRegisteredProject", summary = "Get a registered project")
    @Problems("project-not-found")
    Project get(RequestContext context, @PathVariable ProjectId projectId) {
        return audit.read(
                context,
                Action.PROJECT_GET,
                Target.project(projectId),
                () -> registry.find(projectId).orElseThrow(() -> ProjectRegistrar.notFound(projectId)));
    }

    @DeleteMapping("/{projectId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "removeProject",
            summary = "Forget a project: its name, its binding, its rules, and all grants and approvals on it; nothing"
                    + " changes in Atlas")
    @Problems("project-not-found")
    public void remove(RequestContext context, @PathVariable ProjectId projectId) {
        audit.write(context, Action.PROJECT_REMOVE, Target.project(projectId), 204, intent -> {
            intent.changed(registrar.forget(projectId), null);
            return projectId;
        });
    }
}
