package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of durable work as it was last stored.
 *
 * @param revision rises by one with every change, from 1
 * @param step the current step, in words of its kind
 * @param target what it is about: an endpoint, a link, a project, or, without any, the gateway itself; with the change
 *     that was asked for, as far as it is known
 * @param argument the handler's further input; means nothing to others
 * @param caller the caller that asked for it
 * @param requestId of the request that asked for it
 * @param failedTries how often the step failed in a row, from 0
 * @param deadline when it is given up
 * @param cancelRequested whether its cancellation was requested
 * @param failure why it failed; absent unless it did
 */
public record Operation(
        OperationId id,
        long revision,
        String kind,
        OperationState state,
        String step,
        Target target,
        String argument,
        Actor caller,
        String requestId,
        int failedTries,
        Instant createdAt,
        Instant updatedAt,
        Instant deadline,
        boolean cancelRequested,
        @Nullable Failure failure) {

    public boolean isFinished() {
        return state.isFinal();
    }

    /** Its path in the API. */
    public String path() {
        return "/operations/" + id;
    }

    /** The context for continuing this operation on behalf of its caller, with the reference that it gave. */
    public RequestContext context() {
        return RequestContext.system(
                id.value(), caller.onBehalf(), Objects.requireNonNullElse(target.changeReference(), ""));
    }

    Operation running() {
        return changed(OperationState.RUNNING, step, failedTries, null);
    }

    Operation at(String next) {
        return changed(OperationState.RUNNING, next, 0, null);
    }

    Operation with(String newArgument) {
        return new Operation(
                id,
                revision,
                kind,
                state,
                step,
                target,
                newArgument,
                caller,
                requestId,
                failedTries,
                createdAt,
                updatedAt,
                deadline,
                cancelRequested,
                failure);
    }

    Operation afterFailedTry() {
        return changed(OperationState.RUNNING, step, failedTries + 1, null);
    }

    Operation succeeded() {
        return changed(OperationState.SUCCEEDED, step, failedTries, null);
    }

    Operation failed(Failure why) {
        return changed(OperationState.FAILED, step, failedTries, why);
    }

    private Operation changed(OperationState newState, String newStep, int tries, @Nullable Failure why) {
        return new Operation(
                id,
                revision,
                kind,
                newState,
                newStep,
                target,
                argument,
                caller,
                requestId,
                tries,
                createdAt,
                updatedAt,
                deadline,
                cancelRequested,
                why);
    }
}
