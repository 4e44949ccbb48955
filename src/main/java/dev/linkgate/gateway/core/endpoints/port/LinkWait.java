package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.Optional;

/** Holds answers about a link until it is as the caller wants it. By default, answers are given at once. */
public interface LinkWait {

    /**
     * Holds the answer of a read until the link has settled.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of a read, if the link vanished during
     *     the wait
     */
    default Aged<Link> afterReading(RequestContext context, LinkPath path, Aged<Link> first, Duration patience) {
        return first;
    }

    /** Holds the answer of a creation until the link has settled. A link that vanished is shown as last known. */
    default Aged<Link> untilSettled(RequestContext context, LinkPath path, Link written, Duration patience) {
        return Aged.fresh(written);
    }

    /** Holds the answer of a removal until the link is gone, and shows it as last seen. */
    default Aged<Link> untilGone(RequestContext context, LinkPath path, Link removing, Duration patience) {
        return Aged.fresh(removing);
    }

    /** Holds a removal until the link's endpoints are gone. There is nothing to wait for while one of them stays. */
    default Emptied untilEmpty(RequestContext context, LinkPath path, Duration patience) {
        return new Emptied(patience, Optional.empty());
    }

    /**
     * The end of a wait for a link's endpoints to be gone.
     *
     * @param left what is left of the time
     * @param leaving the link as it was seen, if it had endpoints then
     */
    record Emptied(Duration left, Optional<Link> leaving) {}
}
