package dev.linkgate.operation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All kinds of operations that there are. They are asked for late, since a kind may itself start operations. */
@Component
class OperationKinds {

    private final ObjectProvider<OperationKind> kinds;

    OperationKinds(ObjectProvider<OperationKind> kinds) {
        this.kinds = kinds;
    }

    OperationKind of(String name) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no kind of operation named " + name));
    }
}
