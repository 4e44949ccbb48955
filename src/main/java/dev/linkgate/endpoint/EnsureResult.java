package dev.linkgate.endpoint;

import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.operation.Operation;

/** The result of ensuring a healthy endpoint. */
public sealed interface EnsureResult {

    /** The endpoint was absent and was added. */
    record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint existed and was healthy. */
    record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements EnsureResult {}
}
