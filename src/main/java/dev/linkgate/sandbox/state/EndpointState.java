package dev.linkgate.sandbox.state;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint's state at one moment.
 *
 * @param asked the customer's data of it
 * @param portMapped GCP only: whether its link is port-mapped
 */
public record EndpointState(
        SimulatedNewEndpoint asked,
        EndpointStatus status,
        boolean deleteRequested,
        @Nullable String errorMessage,
        boolean portMapped) {}
