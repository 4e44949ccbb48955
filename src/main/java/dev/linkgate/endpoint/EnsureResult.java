package dev.linkgate.endpoint;

import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.operation.Operation;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What it took to see to it that a healthy endpoint is there. */
public sealed interface EnsureResult {

    /** It was absent and was added. */
    record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** It was there. */
    record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** It had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements EnsureResult {}

    /** The HTTP status that says so. */
    default int status() {
        return switch (this) {
            case Added added -> 201;
            case Present present -> 200;
            case Replacing replacing -> 202;
        };
    }

    /** The same after having waited for the endpoint, or for the operation. */
    default EnsureResult after(Function<Endpoint, Aged<Endpoint>> endpoint, UnaryOperator<Operation> operation) {
        return switch (this) {
            case Added added -> new Added(endpoint.apply(added.endpoint().value()));
            case Present present ->
                new Present(endpoint.apply(present.endpoint().value()));
            case Replacing replacing -> new Replacing(operation.apply(replacing.operation()));
        };
    }
}
