package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection strings of a cluster for some interface endpoints. A cluster has several connections if its regions or
 * endpoints have different strings. The strings contain neither user nor password.
 *
 * @param cluster the cluster's name
 * @param type what the strings connect to; null if Atlas does not tell
 * @param connectionString begins with {@code mongodb://}; null if there is none
 * @param srvConnectionString begins with {@code mongodb+srv://}; null if there is none
 * @param srvShardOptimizedConnectionString the same for a sharded cluster behind a load balancer; null if there is none
 * @param endpoints that the connection leads through
 */
public record ClusterConnection(
        String cluster,
        @Nullable Type type,
        @Nullable String connectionString,
        @Nullable String srvConnectionString,
        @Nullable String srvShardOptimizedConnectionString,
        @JsonIgnore List<Through> endpoints) {

    /** What connection strings connect to. */
    public enum Type {
        /** The members of a replica set. */
        MONGOD,
        /** The routers of a sharded cluster. */
        MONGOS
    }

    /**
     * An interface endpoint that a connection leads through.
     *
     * @param region Atlas's name; null if Atlas does not tell
     */
    public record Through(EndpointId endpoint, @Nullable String region) {}

    public boolean leadsThrough(EndpointId endpoint) {
        return endpoints.stream().anyMatch(through -> through.endpoint().equals(endpoint));
    }
}
