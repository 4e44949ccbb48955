package dev.linkgate.link;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.RequestContext;
import java.time.Duration;
import java.util.function.Predicate;

/** What holding an answer until an endpoint has settled means after each of the things a caller can do with it. */
final class Settling {

    private final Pollers pollers;
    private final Time time;

    Settling(Pollers pollers, Time time) {
        this.pollers = pollers;
        this.time = time;
    }

    /**
     * Holds the answer of a read until the endpoint has settled.
     *
     * @throws dev.linkgate.kernel.LinkgateException what a read would say, if the endpoint went away meanwhile
     */
    Seen<Endpoint> afterReading(
            RequestContext context, LinkPath link, EndpointId endpoint, Seen<Endpoint> first, Duration patience) {
        Sighting known = new Sighting.There(first.value(), first.nanos());
        if (!patience.isPositive() || known.isSettled()) {
            return first;
        }
        return switch (pollers.await(context, link, endpoint, known, Sighting::isSettled, patience)) {
            case Sighting.There there -> seen(there);
            case Sighting.Gone gone -> throw gone.refusal();
        };
    }

    /** Holds the answer of an addition until the endpoint has settled. One that went away is shown as last known. */
    Seen<Endpoint> afterAdding(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint added, Duration patience) {
        return afterWriting(context, link, endpoint, added, Sighting::isSettled, patience);
    }

    /** Holds the answer of a removal until the endpoint is gone, and shows it as it was on its way out. */
    Seen<Endpoint> afterRemoving(
            RequestContext context, LinkPath link, EndpointId endpoint, Endpoint removing, Duration patience) {
        return afterWriting(context, link, endpoint, removing, Sighting::isGone, patience);
    }

    private Seen<Endpoint> afterWriting(
            RequestContext context,
            LinkPath link,
            EndpointId endpoint,
            Endpoint written,
            Predicate<Sighting> enough,
            Duration patience) {
        Sighting.There known = new Sighting.There(written, time.read());
        if (!patience.isPositive() || enough.test(known)) {
            return new Seen<>(written, known.nanos(), null);
        }
        return switch (pollers.await(context, link, endpoint, known, enough, patience)) {
            case Sighting.There there -> seen(there);
            case Sighting.Gone gone -> seen(known);
        };
    }

    private Seen<Endpoint> seen(Sighting.There there) {
        return new Seen<>(there.endpoint(), there.nanos(), Duration.ofNanos(time.read() - there.nanos()));
    }
}
