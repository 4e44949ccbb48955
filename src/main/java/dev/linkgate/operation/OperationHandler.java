package dev.linkgate.operation;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.RequestContext;

/** How one kind of operation is done, step by step. */
public interface OperationHandler {

    /** The name of the kind, in the API and in the database. */
    String name();

    String firstStep();

    /**
     * Tries a step. The step was stored before; the gateway may have been killed in the middle of it, or another
     * replica may have taken it over, so it begins with a look at what is there and is safe to repeat.
     *
     * @param context on whose behalf to write
     * @throws dev.linkgate.kernel.LinkgateException why the try failed; the step is tried again later if that may help
     */
    StepResult advance(Operation operation, RequestContext context);

    /**
     * Whether it can end at its step without leaving less than there was before it began. A try at the step may have
     * been made before, with whatever result.
     *
     * @throws dev.linkgate.kernel.LinkgateException if that cannot be told now
     */
    boolean isSafeToCancel(Operation operation, RequestContext context);

    /** Told once an operation has ended for good, before that is stored; may be told again after a crash. */
    default void ended(Operation operation) {}

    /** What is told when time is up at this step. */
    Failure overdue(Operation operation);
}
