package dev.linkgate.sandbox.state;

import java.util.List;

/**
 * A cluster as it was ordered.
 *
 * @param regions where it has nodes; endpoints elsewhere do not reach it
 */
public record NewCluster(String name, Type type, List<CloudRegion> regions) {

    /** Atlas's {@code clusterType}. */
    public enum Type {
        REPLICASET,
        SHARDED
    }

    public NewCluster {
        regions = List.copyOf(regions);
    }
}
