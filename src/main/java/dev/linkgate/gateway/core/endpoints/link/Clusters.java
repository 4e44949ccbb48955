package dev.linkgate.gateway.core.endpoints.link;

import java.util.List;

/**
 * The clusters of a project, in Atlas's order.
 *
 * @param all those that could be read
 * @param unread the names of the other clusters; the place in Atlas's list, such as {@code (number 7)}, stands for a
 *     name that could not be read either
 */
public record Clusters(List<Cluster> all, List<String> unread) {

    /** Their connections through private endpoints. */
    public ClusterConnections connections() {
        return new ClusterConnections(
                all.stream().flatMap(cluster -> cluster.connections().stream()).toList(), unread);
    }
}
