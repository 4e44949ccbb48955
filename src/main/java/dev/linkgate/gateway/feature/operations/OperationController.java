package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operations, for callers who may see the project. */
@RestController
@Tag(name = "Operations")
class OperationController {

    private final Operations operations;
    private final AuditTrail trail;
    private final VisibleOperations visible;

    OperationController(Operations operations, AuditTrail trail, VisibleOperations visible) {
        this.operations = operations;
        this.trail = trail;
        this.visible = visible;
    }

    @GetMapping(path = "/operations/{operationId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.Operation(operationId = "getOperation", summary = "Get an operation")
    @Problems("operation-not-found")
    ResponseEntity<OperationView> get(RequestContext context, @PathVariable String operationId, PreferWait wait) {
        Operation found = visible.find(context, operationId);
        Operation shown = trail.read(
                context,
                OperationWords.OPERATION_GET,
                context.target(),
                () -> operations.awaitEnd(context, found, wait.patience()));
        return wait.applied(ResponseEntity.ok()).body(OperationView.of(shown));
    }

    @DeleteMapping(path = "/operations/{operationId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "cancelOperation",
            summary = "Cancel an operation",
            description = "The operation ends as soon as that leaves nothing half done: an endpoint that was removed to"
                    + " be replaced is added again first. An ended operation stays as it is.")
    @Problems("operation-not-found")
    ResponseEntity<OperationView> cancel(RequestContext context, @PathVariable String operationId) {
        Operation found = visible.find(context, operationId);
        visible.requireMayCancel(context, found);
        Operation cancelled = trail.write(
                context, OperationWords.OPERATION_CANCEL, context.target(), 202, intent -> operations.cancel(found));
        return ResponseEntity.accepted()
                .header(HttpHeaders.RETRY_AFTER, OperationView.RETRY_AFTER)
                .body(OperationView.of(cancelled));
    }

    @GetMapping(path = "/projects/{projectId}/operations", produces = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "listOperations",
            summary = "List a project's operations",
            description = "Newest first. Operations that ended long ago are forgotten.")
    @Problems({})
    Listing<OperationView> list(RequestContext context, @PathVariable ProjectId projectId, Page page) {
        return trail.read(
                context,
                OperationWords.OPERATION_LIST,
                Target.project(projectId),
                () -> page.of(
                        operations.count(projectId),
                        operations.of(projectId, page.size(), page.offset()).stream()
                                .map(OperationView::of)
                                .toList()));
    }
}
