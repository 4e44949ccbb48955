package dev.linkgate.endpoint;

import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.operation.Operation;

/** What it took to see to it that a healthy endpoint is there. */
public sealed interface EnsureResult {

    /** It was absent and was added. */
    record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** It was there. */
    record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** It had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements EnsureResult {}
}
