package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.endpoints.observation.ConnectionsObservation;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds the answer to a read of the connections of a project's clusters until there is one that the caller wants. */
@Component
public final class ConnectionsWait {

    private final Pollers pollers;
    private final WatchClock time;

    ConnectionsWait(Pollers pollers) {
        this.pollers = pollers;
        this.time = pollers.time();
    }

    /**
     * Holds the answer until there is a wanted connection.
     *
     * @param first what the caller has read
     * @return all connections, also if none is wanted when the time is up
     */
    public Aged<ClusterConnections> untilAny(
            RequestContext context,
            ProjectId project,
            Predicate<ClusterConnection> wanted,
            Aged<ClusterConnections> first,
            Duration patience) {
        if (!patience.isPositive() || first.value().all().stream().anyMatch(wanted)) {
            return first;
        }
        ConnectionsObservation latest = pollers.await(
                context,
                new PollTarget.OfConnections(project),
                new ConnectionsObservation(first.value(), first.nanos()),
                seen -> seen.connections().all().stream().anyMatch(wanted),
                patience);
        return Aged.of(latest.connections(), latest.nanos(), time.read());
    }
}
