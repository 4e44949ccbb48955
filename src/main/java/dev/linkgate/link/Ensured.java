package dev.linkgate.link;

import dev.linkgate.operation.Operation;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What it took to see to it that a healthy endpoint is there. */
public sealed interface Ensured {

    /** It was absent and was added. */
    record Added(Seen<Endpoint> endpoint) implements Ensured {}

    /** It was there. */
    record There(Seen<Endpoint> endpoint) implements Ensured {}

    /** It had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements Ensured {}

    /** The HTTP status that says so. */
    default int status() {
        return switch (this) {
            case Added added -> 201;
            case There there -> 200;
            case Replacing replacing -> 202;
        };
    }

    /** The same after having waited for the endpoint, or for the operation. */
    default Ensured after(Function<Endpoint, Seen<Endpoint>> endpoint, UnaryOperator<Operation> operation) {
        return switch (this) {
            case Added added -> new Added(endpoint.apply(added.endpoint().value()));
            case There there -> new There(endpoint.apply(there.endpoint().value()));
            case Replacing replacing -> new Replacing(operation.apply(replacing.operation()));
        };
    }
}
