package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.platform.operation.Operation;

/** The result of ensuring a healthy endpoint. */
public sealed interface EnsureResult {

    /** The endpoint was absent and was added. */
    record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint existed and was healthy. */
    record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

    /** The endpoint had failed or is being removed, and an operation replaces it. */
    record Replacing(Operation operation) implements EnsureResult {}
}
