package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows callers the projects that they may see. */
@RestController
@Tag(name = "Access")
class ProjectController {

    private final VisibleProjects projects;

    ProjectController(VisibleProjects projects) {
        this.projects = projects;
    }

    @GetMapping("/projects")
    @Operation(
            operationId = "listVisibleProjects",
            summary = "List the projects that you may see, with your role on each")
    Listing<VisibleProject> list(RequestContext context, Page page) {
        return page.of(projects.list(context));
    }
}
