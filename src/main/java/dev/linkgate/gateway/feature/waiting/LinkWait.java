package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds the answer to a read or a write of a link until the link has settled or is gone. */
@Component
public final class LinkWait {

    private final Polls polls;
    private final WatchClock time;

    LinkWait(Polls polls) {
        this.polls = polls;
        this.time = polls.time();
    }

    /**
     * Holds the answer of a read until the link has settled.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of a read, if the link vanished during
     *     the wait
     */
    public Aged<Link> afterReading(RequestContext context, LinkPath path, Aged<Link> first, Duration patience) {
        return await(context, path, first, LinkWait::hasSettled, patience).map(seen -> switch (seen) {
            case LinkObservation.Present present -> present.whole().link();
            case LinkObservation.Absent absent -> throw absent.refusal();
        });
    }

    /** Holds the answer of a creation until the link has settled. A link that vanished is shown as last known. */
    public Aged<Link> untilSettled(RequestContext context, LinkPath path, Link written, Duration patience) {
        return until(context, path, written, LinkWait::hasSettled, patience);
    }

    private static boolean hasSettled(LinkObservation seen) {
        return switch (seen) {
            case LinkObservation.Present present -> present.whole().link().settled();
            case LinkObservation.Absent absent -> true;
        };
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
        polls.await(
                context,
                polls.link(path),
                new Aged<>(new LinkObservation.Present(first), started, null),
                seen -> !(seen instanceof LinkObservation.Present present)
                        || present.whole().endpoints().isEmpty()
                        || !present.whole().endpoints().stream().allMatch(Endpoint::leaving),
                patience);
        Duration left = patience.minusNanos(time.read() - started);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Aged<Link> until(
            RequestContext context, LinkPath path, Link written, Predicate<LinkObservation> enough, Duration patience) {
        Aged<Link> known = new Aged<>(written, time.read(), null);
        Aged<LinkObservation> latest = await(context, path, known, enough, patience);
        return latest.value() instanceof LinkObservation.Present present
                ? latest.map(seen -> present.whole().link())
                : Aged.of(written, known.nanos(), time.read());
    }

    private Aged<LinkObservation> await(
            RequestContext context,
            LinkPath path,
            Aged<Link> known,
            Predicate<LinkObservation> enough,
            Duration patience) {
        return polls.await(
                context,
                polls.link(path),
                known.map(link -> new LinkObservation.Present(new WholeLink(link, List.of()))),
                enough,
                patience);
    }
}
