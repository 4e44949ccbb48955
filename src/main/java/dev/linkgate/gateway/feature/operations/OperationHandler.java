package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;

/** Performs one kind of operation, step by step. */
public interface OperationHandler {

    /** The name of the kind, in the API and in the database. */
    String name();

    /**
     * Tries a step. The step was stored before. The gateway may have been killed in the middle of an earlier try, or
     * another replica may have taken the operation over. So a try begins by reading the current state and is safe to
     * repeat.
     *
     * @param context the context for writes
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException why the try failed; the step is tried again later
     *     if a retry may help
     */
    StepResult advance(Operation operation, RequestContext context);

    /**
     * Whether ending at the current step leaves at least what existed before the operation began. An earlier try of the
     * step may have been made, with any result.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if that is unknown now
     */
    boolean isSafeToCancel(Operation operation, RequestContext context);

    /** Called when an operation has ended, before that is stored. May be called again after a crash. */
    default void ended(Operation operation) {}

    /** The failure of an operation whose deadline passes at its current step. */
    Failure overdue(Operation operation);
}
