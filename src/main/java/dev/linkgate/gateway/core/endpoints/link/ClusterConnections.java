package dev.linkgate.gateway.core.endpoints.link;

import java.util.List;
import java.util.function.Predicate;

/**
 * The connections of a project's clusters through private endpoints, in Atlas's order.
 *
 * @param all of the clusters that could be read
 * @param unread the names of the other clusters; the place in Atlas's list, such as {@code (number 7)}, stands for a
 *     name that could not be read either
 */
public record ClusterConnections(List<ClusterConnection> all, List<String> unread) {

    /** Only the connections that are wanted. */
    public ClusterConnections only(Predicate<ClusterConnection> wanted) {
        return new ClusterConnections(all.stream().filter(wanted).toList(), unread);
    }
}
