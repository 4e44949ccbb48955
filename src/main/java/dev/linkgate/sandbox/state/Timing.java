package dev.linkgate.sandbox.state;

import java.time.Duration;

/**
 * The duration of each background step of the simulated Atlas. Zero means at once.
 *
 * @param linkInitiating from a link's creation until it accepts endpoints
 * @param linkDeleting from a link's removal until it is gone
 * @param endpointPendingAcceptance from an endpoint's creation until it is {@code PENDING}
 * @param endpointPending from then until it has settled
 * @param endpointDeleting from an endpoint's removal until it is gone
 * @param clusterUpdating from an endpoint's becoming available until the clusters have its connection strings
 */
public record Timing(
        Duration linkInitiating,
        Duration linkDeleting,
        Duration endpointPendingAcceptance,
        Duration endpointPending,
        Duration endpointDeleting,
        Duration clusterUpdating) {

    /** Slow enough to watch, faster than Atlas, which takes minutes. */
    public static final Timing WATCHABLE = new Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    /** Everything has settled by the next request. */
    public static final Timing INSTANT =
            new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
