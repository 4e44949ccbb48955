package dev.linkgate.gateway.feature.connectionstrings;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.EndpointWait;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The connection strings of a project's clusters through an endpoint. */
@Service
public class ConnectionStrings {

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final EndpointWait endpointWait;

    ConnectionStrings(SharedAtlas atlas, AuditTrail trail, EndpointWait endpointWait) {
        this.atlas = atlas;
        this.trail = trail;
        this.endpointWait = endpointWait;
    }

    /**
     * The connections through an endpoint.
     *
     * @param cluster the name of the only cluster to show; absent for all
     * @param patience how long to hold the answer until there is one; zero does not wait. There is nothing to wait for
     *     if the endpoint has failed or is being removed
     */
    public Aged<ClusterConnections> list(
            RequestContext context,
            LinkPath link,
            EndpointId endpoint,
            @Nullable String cluster,
            Freshness freshness,
            Duration patience) {
        Target target = Target.endpoint(link.project(), link.link(), endpoint.value());
        Predicate<ClusterConnection> wanted = connection ->
                connection.leadsThrough(endpoint) && (cluster == null || cluster.equals(connection.cluster()));
        long began = System.nanoTime();
        return trail.read(context, ConnectionStringWords.CONNECTION_STRINGS_LIST, target, () -> {
            SharedProject atlasProject = atlas.project(context, link.project());
            Aged<ClusterConnections> first = atlasProject.clusters(freshness).map(Clusters::connections);
            Endpoint found =
                    atlasProject.endpoint(link.link(), endpoint, freshness).value();
            Duration left = patience.minusNanos(System.nanoTime() - began);
            Aged<ClusterConnections> latest = found.failed() || found.leaving()
                    ? first
                    : endpointWait.untilAny(context, link.project(), wanted, first, left);
            return latest.map(connections -> connections.only(wanted));
        });
    }
}
