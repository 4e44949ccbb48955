package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.EndpointWait;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds answers about endpoints while it polls them. */
@Component
public final class PolledEndpointWait implements EndpointWait {

    private final Polls polls;
    private final WatchClock time;

    PolledEndpointWait(Polls polls) {
        this.polls = polls;
        this.time = polls.time();
    }

    @Override
    public Aged<Endpoint> afterReading(
            RequestContext context, LinkPath link, EndpointId endpoint, Aged<Endpoint> first, Duration patience) {
        return await(context, link, endpoint, first, EndpointObservation::isSettled, patience)
                .map(EndpointObservation::orThrow);
    }

    @Override
    public Aged<Endpoint> afterAdding(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint added, Duration patience) {
        long began = time.read();
        return afterWriting(context, link, endpoint, added, EndpointObservation::isSettled, patience)
                .orElseGet(() -> Aged.of(added, began, time.read()));
    }

    @Override
    public Optional<Aged<Endpoint>> afterRemoving(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint removing, Duration patience) {
        return afterWriting(context, link, endpoint, removing, EndpointObservation::isAbsent, patience);
    }

    @Override
    public Aged<ClusterConnections> untilAny(
            RequestContext context,
            ProjectId project,
            Predicate<ClusterConnection> wanted,
            Aged<ClusterConnections> first,
            Duration patience) {
        return polls.untilAny(context, project, wanted, first, patience);
    }

    /** Empty if it is gone. */
    private Optional<Aged<Endpoint>> afterWriting(
            RequestContext context,
            LinkPath link,
            EndpointId endpoint,
            Endpoint written,
            Predicate<EndpointObservation> enough,
            Duration patience) {
        Aged<Endpoint> known = new Aged<>(written, time.read(), null);
        Aged<EndpointObservation> latest = await(context, link, endpoint, known, enough, patience);
        return latest.value().found().map(present -> latest.map(seen -> present));
    }

    private Aged<EndpointObservation> await(
            RequestContext context,
            LinkPath link,
            EndpointId endpoint,
            Aged<Endpoint> known,
            Predicate<EndpointObservation> enough,
            Duration patience) {
        return polls.await(
                context, polls.endpoint(link, endpoint), known.map(EndpointObservation.Present::new), enough, patience);
    }
}
