package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.WholeLink;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.platform.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds the answer to a write of a link until the link has settled or is gone. */
@Component
public final class LinkWait {

    private final Pollers pollers;
    private final WatchClock time;

    LinkWait(Pollers pollers) {
        this.pollers = pollers;
        this.time = pollers.time();
    }

    /** Holds the answer of a creation until the link has settled. A link that vanished is shown as last known. */
    public Aged<Link> untilSettled(RequestContext context, LinkPath path, Link written, Duration patience) {
        return until(
                context,
                path,
                written,
                seen -> !(seen instanceof LinkObservation.Present present)
                        || present.whole().link().settled(),
                patience);
    }

    /** Holds the answer of a removal until the link is gone, and shows it as last seen. */
    public Aged<Link> untilGone(RequestContext context, LinkPath path, Link removing, Duration patience) {
        return until(context, path, removing, LinkObservation.Absent.class::isInstance, patience);
    }

    /**
     * Holds a removal until the link's endpoints are gone. There is nothing to wait for while one of them stays.
     *
     * @param first the link as the caller has read it
     * @return what is left of the time
     */
    public Duration untilEmpty(RequestContext context, LinkPath path, WholeLink first, Duration patience) {
        long started = time.read();
        pollers.await(
                context,
                new PollTarget.OfLink(path),
                new LinkObservation.Present(first, started),
                seen -> !(seen instanceof LinkObservation.Present present)
                        || present.whole().endpoints().isEmpty()
                        || !present.whole().endpoints().stream().allMatch(Endpoint::leaving),
                patience);
        Duration left = patience.minusNanos(time.read() - started);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Aged<Link> until(
            RequestContext context, LinkPath path, Link written, Predicate<LinkObservation> enough, Duration patience) {
        LinkObservation.Present known = new LinkObservation.Present(new WholeLink(written, List.of()), time.read());
        LinkObservation latest = pollers.await(context, new PollTarget.OfLink(path), known, enough, patience);
        LinkObservation.Present shown = latest instanceof LinkObservation.Present present ? present : known;
        Link link = shown.whole().link();
        return shown.equals(known) ? new Aged<>(link, shown.nanos(), null) : Aged.of(link, shown.nanos(), time.read());
    }
}
