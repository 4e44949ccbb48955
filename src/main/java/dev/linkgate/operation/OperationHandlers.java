package dev.linkgate.operation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The handlers of all kinds of operations. They are asked for late, since a handler may itself start operations. */
@Component
class OperationHandlers {

    private final ObjectProvider<OperationHandler> handlers;

    OperationHandlers(ObjectProvider<OperationHandler> handlers) {
        this.handlers = handlers;
    }

    OperationHandler of(String name) {
        return handlers.stream()
                .filter(handler -> handler.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no handler of operations of kind " + name));
    }
}
