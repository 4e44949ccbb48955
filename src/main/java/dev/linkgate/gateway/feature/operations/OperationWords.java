package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of operations. */
@Component
public final class OperationWords implements Words {

    public static final Action OPERATION_LIST = new Action("operation.list");
    public static final Action OPERATION_GET = new Action("operation.get");
    public static final Action OPERATION_CANCEL = new Action("operation.cancel");

    public static final EventType OPERATION_ENDED = new EventType("operation.ended");

    public static final Target.Kind OPERATION = new Target.Kind("operation");

    public static final ProblemCode OPERATION_NOT_FOUND = new ProblemCode(
            "operation-not-found",
            404,
            "The operation does not exist",
            "No operation has this id, it has expired, or you may not see it.");

    public static final ProblemCode OPERATION_CANCELLED = new ProblemCode(
            "operation-cancelled",
            409,
            "The operation was cancelled",
            "The operation was cancelled before it was done. Its events show the steps until then.");
}
