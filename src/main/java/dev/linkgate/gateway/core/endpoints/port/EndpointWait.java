package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Holds answers about an endpoint until it is as the caller wants it. By default, answers are given at once. */
public interface EndpointWait {

    /**
     * Holds the answer of a read until the endpoint has settled.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of a read, if the endpoint vanished
     *     during the wait
     */
    default Aged<Endpoint> afterReading(
            RequestContext context, LinkPath link, EndpointId endpoint, Aged<Endpoint> first, Duration patience) {
        return first;
    }

    /**
     * Holds the answer of an addition until the endpoint has settled. An endpoint that vanished is shown as last known.
     */
    default Aged<Endpoint> afterAdding(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint added, Duration patience) {
        return Aged.fresh(added);
    }

    /**
     * Holds the answer of a removal until the endpoint is gone.
     *
     * @return the endpoint as last seen; empty if it was seen that it is gone
     */
    default Optional<Aged<Endpoint>> afterRemoving(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint removing, Duration patience) {
        return Optional.of(Aged.fresh(removing));
    }

    /**
     * Holds the answer to a read of the connections of a project's clusters until there is one that the caller wants.
     *
     * @param first what the caller has read
     * @return all connections, also if none is wanted when the time is up
     */
    default Aged<ClusterConnections> untilAny(
            RequestContext context,
            ProjectId project,
            Predicate<ClusterConnection> wanted,
            Aged<ClusterConnections> first,
            Duration patience) {
        return first;
    }
}
