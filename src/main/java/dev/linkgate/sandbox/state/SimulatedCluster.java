package dev.linkgate.sandbox.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One cluster. Its connection strings follow from the endpoints that reach it: Atlas updates it for a while after an
 * endpoint has become available, and shows private strings only if there is an endpoint in each of its regions.
 */
final class SimulatedCluster {

    private final String project;
    private final String id;
    private final NewCluster asked;
    private final boolean creating;

    /** @param creating whether it stays {@code CREATING}, without any connection string */
    SimulatedCluster(String project, String id, NewCluster asked, boolean creating) {
        this.project = project;
        this.id = id;
        this.asked = asked;
        this.creating = creating;
    }

    ClusterState state(Collection<SimulatedLink> links, Instant now, Timing timing) {
        if (creating) {
            return state(ClusterStatus.CREATING, List.of());
        }
        boolean updating = false;
        List<ClusterState.ConnectedEndpoint> connected = new ArrayList<>();
        Set<CloudRegion> reached = new HashSet<>();
        for (SimulatedLink link : links) {
            if (!asked.regions().contains(link.region())) {
                continue;
            }
            for (SimulatedEndpoint endpoint : link.endpoints(now)) {
                Instant available = endpoint.availableAt(timing);
                if (available == null || now.isBefore(available)) {
                    continue;
                }
                if (now.isBefore(available.plus(timing.clusterUpdating()))) {
                    updating = true;
                } else {
                    connected.add(
                            new ClusterState.ConnectedEndpoint(endpoint.id(), link.region(), link.isPortMapped()));
                    reached.add(link.region());
                }
            }
        }
        return state(
                updating ? ClusterStatus.UPDATING : ClusterStatus.IDLE,
                reached.containsAll(asked.regions()) ? connected : List.of());
    }

    private ClusterState state(ClusterStatus status, List<ClusterState.ConnectedEndpoint> connected) {
        return new ClusterState(project, id, asked, status, List.copyOf(connected));
    }
}
