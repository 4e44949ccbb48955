package dev.linkgate.gateway.provisioning;

import dev.linkgate.gateway.link.Aged;
import dev.linkgate.gateway.link.Endpoint;
import dev.linkgate.gateway.operation.Operation;

/** The result of ensuring a healthy endpoint. */
public sealed interface EnsureResult {

    /** The endpoint was absent and was added. */
    record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint existed and was healthy. */
    record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements EnsureResult {}
}
