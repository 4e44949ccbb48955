package dev.linkgate.api;

import dev.linkgate.access.AccessPolicy;
import dev.linkgate.access.Role;
import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import dev.linkgate.web.Listing;
import dev.linkgate.web.Page;
import dev.linkgate.web.Problems;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operations, for those who may see their project. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations")
class OperationController {

    private final Operations operations;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    OperationController(Operations operations, AccessPolicy policy, AuditTrail trail) {
        this.operations = operations;
        this.policy = policy;
        this.trail = trail;
    }

    @GetMapping("/operations/{operationId}")
    @io.swagger.v3.oas.annotations.Operation(operationId = "getOperation", summary = "Get an operation")
    @Problems(ProblemCode.OPERATION_NOT_FOUND)
    ResponseEntity<OperationView> get(Call call, @PathVariable String operationId, Wait wait) {
        Operation found = visible(call, operationId);
        Operation shown = trail.read(
                call, Action.OPERATION_GET, call.target(), () -> operations.awaitEnd(found, wait.patience()));
        return wait.applied(ResponseEntity.ok()).body(OperationView.of(shown));
    }

    @DeleteMapping("/operations/{operationId}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "cancelOperation",
            summary = "Cancel an operation",
            description = "It ends as soon as that leaves nothing half done: an endpoint that has been removed to be"
                    + " replaced is added again first. One that has ended stays as it is.")
    @Problems(ProblemCode.OPERATION_NOT_FOUND)
    ResponseEntity<OperationView> cancel(Call call, @PathVariable String operationId) {
        Operation found = visible(call, operationId);
        policy.require(call.actor(), Role.EDITOR, projectOf(found));
        Operation cancelled =
                trail.write(call, Action.OPERATION_CANCEL, call.target(), 202, intent -> operations.cancel(found));
        return ResponseEntity.accepted().body(OperationView.of(cancelled));
    }

    @GetMapping("/projects/{projectId}/operations")
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "listOperations",
            summary = "List a project's operations",
            description = "The newest first. Those that ended long ago are forgotten.")
    @Problems({})
    Listing<OperationView> list(Call call, @PathVariable ProjectId projectId, Page page) {
        return trail.read(
                call,
                Action.OPERATION_LIST,
                Target.project(projectId),
                () -> page.of(
                        operations.count(projectId),
                        operations.of(projectId, page.size(), page.offset()).stream()
                                .map(OperationView::of)
                                .toList()));
    }

    /** Whoever may not see the project learns nothing of its operations, not even that they are there. */
    private Operation visible(Call call, String id) {
        Operation found = operations
                .find(id)
                .filter(operation -> policy.allows(call.actor(), Role.VIEWER, projectOf(operation)))
                .orElseThrow(Operations::notFound);
        call.about(found.target());
        return found;
    }

    private static ProjectId projectOf(Operation operation) {
        return Objects.requireNonNull(operation.target().project());
    }
}
