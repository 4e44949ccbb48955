package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation as callers see it.
 *
 * @param kind {@code replace-endpoint} or {@code settle-outcome}
 * @param step the current step, or the last one when it has ended
 * @param target the path of its endpoint, link or project, or of the master keys
 * @param problem why it failed; null unless it did
 */
@Schema(name = "Operation")
public record OperationView(
        @Schema(type = "string", example = "op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21")
        OperationId id,

        @Schema(example = "replace-endpoint") String kind,
        OperationState state,
        @Schema(example = "waiting-for-removal") String step,

        @Schema(
                example = "/projects/5df264b8f10fab7d2cad2f0a/links/5df264b8f10fab7d2cad2f0d/endpoints"
                        + "/vpce-0b9c5701325cb15dd")
        String target,

        Instant createdAt,
        Instant updatedAt,

        @Nullable Problem problem) {

    /** The seconds after which it may be worth to ask again. */
    public static final String RETRY_AFTER = "5";

    public static OperationView of(Operation operation) {
        return of(operation, operation.state(), operation.step(), operation.updatedAt(), operation.failure());
    }

    /** The operation in a past state. */
    public static OperationView of(Operation operation, OperationEvent then) {
        return of(operation, then.state(), then.step(), then.at(), then.failure());
    }

    private static OperationView of(
            Operation operation, OperationState state, String step, Instant at, @Nullable Failure failure) {
        return new OperationView(
                operation.id(),
                operation.kind(),
                state,
                step,
                path(operation.target()),
                operation.createdAt(),
                at,
                failure == null ? null : Problem.of(failure, operation.path(), operation.requestId()));
    }

    private static String path(Target target) {
        if (target.equals(Target.NONE)) {
            return "/admin/master-keys";
        }
        if (target.link() == null) {
            return "/projects/" + target.project();
        }
        LinkPath link = LinkPath.of(target);
        return target.interfaceEndpointId() == null
                ? link.toString()
                : link.of(new EndpointId(target.interfaceEndpointId()));
    }
}
