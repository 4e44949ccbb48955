package dev.linkgate.sandbox.state;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is at one moment.
 *
 * @param asked what the customer told of it
 */
public record EndpointState(
        NewEndpoint asked,
        EndpointStatus status,
        boolean deleteRequested,
        @Nullable String errorMessage) {}
