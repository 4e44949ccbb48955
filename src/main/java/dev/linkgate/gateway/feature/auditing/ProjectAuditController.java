package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A project's trail, for its teams. It shows only known callers, because refusals of anonymous callers name any
 * project.
 */
@RestController
@Tag(name = "Audit")
class ProjectAuditController {

    private final Vocabulary vocabulary;
    private final TrailListing listing;

    ProjectAuditController(Vocabulary vocabulary, TrailListing listing) {
        this.vocabulary = vocabulary;
        this.listing = listing;
    }

    @Operation(operationId = "listProjectAudit", summary = "Audit records of a project, newest first")
    @AuditFilters
    @GetMapping("/projects/{projectId}/audit")
    Listing<AuditRecord> list(RequestContext context, @PathVariable ProjectId projectId, HttpServletRequest request) {
        return listing.page(context, request, AuditQuery.of(vocabulary, request, projectId));
    }
}
