package dev.linkgate.sandbox.state;

import java.util.List;

/**
 * A cluster's state at one moment.
 *
 * @param id 24 hex digits
 * @param connected the endpoints that have connection strings
 */
public record ClusterState(
        String project, String id, NewCluster asked, ClusterStatus status, List<ConnectedEndpoint> connected) {

    /** @param portMapped GCP only */
    public record ConnectedEndpoint(String id, CloudRegion region, boolean portMapped) {}
}
