package dev.linkgate.gateway.core.endpoints.link;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of a project, as far as callers may see it. What Atlas does not tell is null.
 *
 * @param id Atlas's own
 * @param stateName Atlas's word, such as {@code IDLE} or {@code UPDATING}
 * @param clusterType Atlas's word, such as {@code REPLICASET}
 * @param strings the connection strings that lead through no private endpoint, by Atlas's names
 * @param connections through private endpoints
 */
public record Cluster(
        String name,
        @Nullable String id,
        @Nullable String stateName,
        @Nullable String clusterType,
        @Nullable Boolean paused,
        @Nullable String mongoDBVersion,
        Map<String, String> strings,
        List<ClusterConnection> connections) {}
