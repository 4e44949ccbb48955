package dev.linkgate.watch;

import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WholeLink;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Holds the answer to a write of a link until the link has settled or is gone. */
public final class LinkWait {

    private final Pollers pollers;
    private final Time time;

    LinkWait(Pollers pollers, Time time) {
        this.pollers = pollers;
        this.time = time;
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

    private Aged<Link> until(
            RequestContext context, LinkPath path, Link written, Predicate<LinkObservation> enough, Duration patience) {
        LinkObservation.Present known = new LinkObservation.Present(new WholeLink(written, List.of()), time.read());
        LinkObservation latest = pollers.await(context, new PollTarget.OfLink(path), known, enough, patience);
        LinkObservation.Present shown = latest instanceof LinkObservation.Present present ? present : known;
        Duration age = shown.equals(known) ? null : Duration.ofNanos(time.read() - shown.nanos());
        return new Aged<>(shown.whole().link(), shown.nanos(), age);
    }
}
