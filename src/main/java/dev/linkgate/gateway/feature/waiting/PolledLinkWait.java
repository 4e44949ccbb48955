package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.endpoints.port.LinkWait;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Holds answers about links while it polls them. */
@Component
public final class PolledLinkWait implements LinkWait {

    private final Polls polls;
    private final LinkReader reader;
    private final WatchClock time;

    PolledLinkWait(Polls polls, LinkReader reader) {
        this.polls = polls;
        this.reader = reader;
        this.time = polls.time();
    }

    @Override
    public Aged<Link> afterReading(RequestContext context, LinkPath path, Aged<Link> first, Duration patience) {
        return await(context, path, first, PolledLinkWait::hasSettled, patience).map(seen -> switch (seen) {
            case LinkObservation.Present present -> present.whole().link();
            case LinkObservation.Absent absent -> throw absent.refusal();
        });
    }

    @Override
    public Aged<Link> untilSettled(RequestContext context, LinkPath path, Link written, Duration patience) {
        return until(context, path, written, PolledLinkWait::hasSettled, patience);
    }

    private static boolean hasSettled(LinkObservation seen) {
        return switch (seen) {
            case LinkObservation.Present present -> present.whole().link().settled();
            case LinkObservation.Absent absent -> true;
        };
    }

    @Override
    public Aged<Link> untilGone(RequestContext context, LinkPath path, Link removing, Duration patience) {
        return until(context, path, removing, LinkObservation.Absent.class::isInstance, patience);
    }

    /** If the link cannot be read, there is nothing to wait for: the removal will show and record that. */
    @Override
    public Emptied untilEmpty(RequestContext context, LinkPath path, Duration patience) {
        Optional<WholeLink> first = first(context, path);
        Duration left =
                first.map(seen -> untilEmpty(context, path, seen, patience)).orElse(patience);
        return new Emptied(
                left, first.filter(seen -> !seen.endpoints().isEmpty()).map(WholeLink::link));
    }

    private Optional<WholeLink> first(RequestContext context, LinkPath path) {
        try {
            return Optional.of(reader.first(context, path));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits until the link's endpoints are gone.
     *
     * @param first the link as it was read
     * @return what is left of the time
     */
    private Duration untilEmpty(RequestContext context, LinkPath path, WholeLink first, Duration patience) {
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
