package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One caller that follows a link through the link's shared {@link Poller}. For one thread, which must close it. */
public final class LinkFollower implements AutoCloseable {

    private final Poller poller;
    private final Subscription<LinkObservation> subscription;
    private final WatchClock time;
    private LinkObservation known;

    LinkFollower(Poller poller, Subscription<LinkObservation> subscription, LinkObservation known, WatchClock time) {
        this.poller = poller;
        this.subscription = subscription;
        this.known = known;
        this.time = time;
    }

    /** The last observation. */
    public LinkObservation known() {
        return known;
    }

    /**
     * Waits until the link changes.
     *
     * @return the new observation; absent if the time is up, or it {@link #isOver}, before the link has changed
     */
    public @Nullable LinkObservation next(Duration patience) throws InterruptedException {
        LinkObservation before = known;
        known = poller.await(
                subscription,
                before,
                newest -> newest.differsFrom(before),
                Runnable::run,
                () -> true,
                time.read() + patience.toNanos());
        return known.differsFrom(before) ? known : null;
    }

    /** The age of the last observation. */
    public Duration age() {
        return Duration.ofNanos(time.read() - known.nanos());
    }

    /** Whether no more changes will be seen: the link is gone, or the gateway shuts down. */
    public boolean isOver() {
        return known instanceof LinkObservation.Absent || poller.hasEnded();
    }

    @Override
    public void close() {
        poller.leave(subscription, true);
    }
}
