package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.request.Words;
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
}
