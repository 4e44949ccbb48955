package dev.linkgate.operation;

import dev.linkgate.kernel.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state that an operation was in.
 *
 * @param revision the operation's revision then
 */
public record OperationEvent(
        long revision,
        OperationState state,
        String step,
        Instant at,
        @Nullable Failure failure) {}
