package dev.linkgate.audit;

import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.web.Listing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A project's trail, for its teams. */
@RestController
@Tag(name = "Audit")
class ProjectAuditController {

    private final TrailReader reader;

    ProjectAuditController(TrailReader reader) {
        this.reader = reader;
    }

    @Operation(operationId = "listProjectAudit", summary = "What was done in a project, newest first")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "continue with records older than this sequence",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "records a page, 1 to 500, by default 100",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
    @Parameter(
            name = "includeCount",
            in = ParameterIn.QUERY,
            description = "whether the page has a totalCount",
            schema = @Schema(type = "boolean", defaultValue = "true"))
    @GetMapping("/projects/{projectId}/audit")
    Listing<AuditRecord> list(Call call, @PathVariable ProjectId projectId, HttpServletRequest request) {
        return reader.page(call, request, Question.of(request, projectId));
    }
}
