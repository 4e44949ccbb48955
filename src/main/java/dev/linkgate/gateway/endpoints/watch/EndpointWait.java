package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.RequestContext;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds the answer to a read, an addition or a removal until the endpoint has settled. */
@Component
public final class EndpointWait {

    private final Pollers pollers;
    private final WatchClock time;

    EndpointWait(Pollers pollers) {
        this.pollers = pollers;
        this.time = pollers.time();
    }

    /**
     * Holds the answer of a read until the endpoint has settled.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException the problem of a read, if the endpoint vanished
     *     during the wait
     */
    public Aged<Endpoint> afterReading(
            RequestContext context, LinkPath link, EndpointId endpoint, Aged<Endpoint> first, Duration patience) {
        EndpointObservation known = new EndpointObservation.Present(first.value(), first.nanos());
        if (!patience.isPositive() || known.isSettled()) {
            return first;
        }
        return switch (pollers.await(
                context, new PollTarget.OfEndpoint(link, endpoint), known, EndpointObservation::isSettled, patience)) {
            case EndpointObservation.Present present -> aged(present);
            case EndpointObservation.Absent absent -> throw absent.refusal();
        };
    }

    /**
     * Holds the answer of an addition until the endpoint has settled. An endpoint that vanished is shown as last known.
     */
    public Aged<Endpoint> afterAdding(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint added, Duration patience) {
        return afterWriting(context, link, endpoint, added, EndpointObservation::isSettled, patience);
    }

    /** Holds the answer of a removal until the endpoint is gone, and shows it as last seen. */
    public Aged<Endpoint> afterRemoving(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint removing, Duration patience) {
        return afterWriting(context, link, endpoint, removing, EndpointObservation::isAbsent, patience);
    }

    private Aged<Endpoint> afterWriting(
            RequestContext context,
            LinkPath link,
            EndpointId endpoint,
            Endpoint written,
            Predicate<EndpointObservation> enough,
            Duration patience) {
        EndpointObservation.Present known = new EndpointObservation.Present(written, time.read());
        if (!patience.isPositive() || enough.test(known)) {
            return new Aged<>(written, known.nanos(), null);
        }
        return switch (pollers.await(context, new PollTarget.OfEndpoint(link, endpoint), known, enough, patience)) {
            case EndpointObservation.Present present -> aged(present);
            case EndpointObservation.Absent absent -> aged(known);
        };
    }

    private Aged<Endpoint> aged(EndpointObservation.Present present) {
        return Aged.of(present.endpoint(), present.nanos(), time.read());
    }
}
