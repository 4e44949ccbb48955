package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A past state of an operation.
 *
 * @param revision the operation's revision in that state
 */
public record OperationEvent(
        long revision,
        OperationState state,
        String step,
        Instant at,
        @Nullable Failure failure) {}
