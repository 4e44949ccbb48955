package dev.linkgate.gateway.feature.events;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationEvent;
import dev.linkgate.gateway.feature.operations.OperationFollower;
import dev.linkgate.gateway.feature.operations.OperationView;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.operations.Operations;
import dev.linkgate.gateway.feature.operations.VisibleOperations;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The event stream of an operation, for callers who may see its project. */
@RestController
@Tag(name = "Operations")
class OperationEventController {

    private static final String EXAMPLE = """
            retry: 3000

            id: 1
            event: operation
            data: {"id":"op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21","kind":"replace-endpoint","state":"QUEUED","step":"removing"}

            """;

    private final Operations operations;
    private final VisibleOperations visible;
    private final AuditTrail trail;
    private final EventStreams streams;
    private final JsonMapper json;

    OperationEventController(
            Operations operations, VisibleOperations visible, AuditTrail trail, EventStreams streams, JsonMapper json) {
        this.operations = operations;
        this.visible = visible;
        this.trail = trail;
        this.streams = streams;
        this.json = json;
    }

    @GetMapping(path = "/operations/{operationId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @io.swagger.v3.oas.annotations.Operation(
            operationId = "followOperation",
            summary = "Follow an operation",
            description = "An event stream with an event `operation` for each state of the operation, from its"
                    + " beginning or after the last one that you saw, until it has ended. Use `curl -N` or a client of"
                    + " your own: this page shows nothing before the end.",
            parameters =
                    @Parameter(
                            name = EventStreams.LAST_EVENT_ID,
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "stream", value = EXAMPLE)))
    @ApiResponse(responseCode = "204", description = "It has ended, and you saw the last event: do not reconnect")
    @Problems("operation-not-found")
    void follow(
            RequestContext context,
            @PathVariable String operationId,
            HttpServletRequest request,
            HttpServletResponse response) {
        Operation found = visible.find(context, operationId);
        long seen = seen(request);
        if (found.isFinished() && seen >= found.revision()) {
            trail.read(context, OperationWords.OPERATION_GET, found.target(), () -> found);
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        streams.serve(
                request,
                response,
                () -> trail.read(
                        context,
                        OperationWords.OPERATION_GET,
                        found.target(),
                        () -> new OperationFeed(operations, found, seen, json)));
    }

    /** The last revision that the client saw; 0, the beginning, if it sends none or an invalid one. */
    private static long seen(HttpServletRequest request) {
        String id = request.getHeader(EventStreams.LAST_EVENT_ID);
        return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    /** The states of an operation that its client has not seen, and each further one until it has ended. */
    static final class OperationFeed implements EventFeed {

        private final Operations operations;
        private final Operation operation;
        private final JsonMapper json;
        private final OperationFollower follower;
        private final Queue<OperationEvent> unseen = new ArrayDeque<>();
        private long seen;
        private boolean ended;

        /** @param seen the last revision that the client saw, 0 for none */
        OperationFeed(Operations operations, Operation operation, long seen, JsonMapper json) {
            this.operations = operations;
            this.operation = operation;
            this.seen = seen;
            this.json = json;
            this.follower = operations.follow(operation);
            this.unseen.addAll(operations.events(operation.id(), seen));
        }

        @Override
        public @Nullable EventMessage next(Duration patience) throws InterruptedException {
            if (unseen.isEmpty() && follower.await(seen, patience)) {
                unseen.addAll(operations.events(operation.id(), seen));
            }
            OperationEvent event = unseen.poll();
            if (event == null) {
                return null;
            }
            seen = event.revision();
            ended = event.state().isFinal();
            return EventMessage.of(
                    String.valueOf(event.revision()), "operation", OperationView.of(operation, event), json);
        }

        @Override
        public boolean isOver() {
            return ended;
        }

        @Override
        public String remark() {
            return "alive";
        }

        @Override
        public void close() {
            follower.close();
        }
    }
}
