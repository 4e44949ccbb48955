package dev.linkgate.api;

import dev.linkgate.access.AccessPolicy;
import dev.linkgate.access.Role;
import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import dev.linkgate.web.Listing;
import dev.linkgate.web.Page;
import dev.linkgate.web.Problems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operations, for those who may see their project. */
@RestController
@Tag(name = "Operations")
class OperationController {

    private static final String EXAMPLE = """
            retry: 3000

            id: 1
            event: operation
            data: {"id":"op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21","kind":"replace-endpoint","state":"QUEUED","step":"removing"}

            """;

    private final Operations operations;
    private final AccessPolicy policy;
    private final AuditTrail trail;
    private final EventStreams streams;

    OperationController(Operations operations, AccessPolicy policy, AuditTrail trail, EventStreams streams) {
        this.operations = operations;
        this.policy = policy;
        this.trail = trail;
        this.streams = streams;
    }

    @GetMapping(path = "/operations/{operationId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.Operation(operationId = "getOperation", summary = "Get an operation")
    @Problems(ProblemCode.OPERATION_NOT_FOUND)
    ResponseEntity<OperationView> get(RequestContext context, @PathVariable String operationId, PreferWait wait) {
        Operation found = visible(context, operationId);
        Operation shown = trail.read(
                context,
                Action.OPERATION_GET,
                context.target(),
                () -> operations.awaitEnd(context, found, wait.patience()));
        return wait.applied(ResponseEntity.ok()).body(OperationView.of(shown));
    }

    @GetMapping(path = "/operations/{operationId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "followOperation",
            summary = "Follow an operation",
            description = "An event stream: an event `operation` for each state that the operation was in, from its"
                    + " beginning or after the last one that you saw, until it has ended. Use `curl -N` or a client of"
                    + " your own: this page shows nothing before the end.",
            parameters =
                    @Parameter(
                            name = EventStreams.LAST_EVENT_ID,
                            in = ParameterIn.HEADER,
                            description = "The `id` of the last event that you saw: the stream goes on after it",
                            schema = @Schema(type = "string", example = "3")))
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "stream", value = EXAMPLE)))
    @ApiResponse(responseCode = "204", description = "It has ended, and you saw the end: do not come back")
    @Problems(ProblemCode.OPERATION_NOT_FOUND)
    void follow(
            RequestContext context,
            @PathVariable String operationId,
            HttpServletRequest request,
            HttpServletResponse response) {
        Operation found = visible(context, operationId);
        long seen = seen(request);
        if (found.isFinished() && seen >= found.revision()) {
            trail.read(context, Action.OPERATION_GET, found.target(), () -> found);
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        streams.serve(
                request,
                response,
                () -> trail.read(
                        context,
                        Action.OPERATION_GET,
                        found.target(),
                        () -> new OperationFeed(operations, found, seen)));
    }

    /** The revision that the client saw last; 0, the beginning, if it says nothing or something else. */
    private static long seen(HttpServletRequest request) {
        String id = request.getHeader(EventStreams.LAST_EVENT_ID);
        return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    @DeleteMapping(path = "/operations/{operationId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "cancelOperation",
            summary = "Cancel an operation",
            description = "It ends as soon as that leaves nothing half done: an endpoint that has been removed to be"
                    + " replaced is added again first. One that has ended stays as it is.")
    @Problems(ProblemCode.OPERATION_NOT_FOUND)
    ResponseEntity<OperationView> cancel(RequestContext context, @PathVariable String operationId) {
        Operation found = visible(context, operationId);
        policy.require(context.actor(), Role.EDITOR, projectOf(found));
        Operation cancelled = trail.write(
                context, Action.OPERATION_CANCEL, context.target(), 202, intent -> operations.cancel(found));
        return ResponseEntity.accepted().body(OperationView.of(cancelled));
    }

    @GetMapping(path = "/projects/{projectId}/operations", produces = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "listOperations",
            summary = "List a project's operations",
            description = "The newest first. Those that ended long ago are forgotten.")
    @Problems({})
    Listing<OperationView> list(RequestContext context, @PathVariable ProjectId projectId, Page page) {
        return trail.read(
                context,
                Action.OPERATION_LIST,
                Target.project(projectId),
                () -> page.of(
                        operations.count(projectId),
                        operations.of(projectId, page.size(), page.offset()).stream()
                                .map(OperationView::of)
                                .toList()));
    }

    /** Whoever may not see the project learns nothing of its operations, not even that they are there. */
    private Operation visible(RequestContext context, String id) {
        Operation found = operations
                .find(id)
                .filter(operation -> policy.allows(context.actor(), Role.VIEWER, projectOf(operation)))
                .orElseThrow(Operations::notFound);
        context.about(found.target());
        context.waitsWhile(() -> policy.stillAllows(context.actor(), Role.VIEWER, projectOf(found)));
        return found;
    }

    private static ProjectId projectOf(Operation operation) {
        return Objects.requireNonNull(operation.target().project());
    }
}
