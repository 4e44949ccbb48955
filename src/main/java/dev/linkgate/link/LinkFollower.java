package dev.linkgate.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One caller who follows a link, and the one {@link Poller} of the link that it shares with all who wait there. For one
 * thread, which must close it.
 */
public final class LinkFollower implements AutoCloseable {

    private final Poller poller;
    private final Watch<LinkSighting> watch;
    private final Time time;
    private LinkSighting known;

    LinkFollower(Poller poller, Watch<LinkSighting> watch, LinkSighting known, Time time) {
        this.poller = poller;
        this.watch = watch;
        this.known = known;
        this.time = time;
    }

    /** What it saw last. */
    public LinkSighting known() {
        return known;
    }

    /**
     * Waits until the link is not as it was.
     *
     * @return the link as it is now; absent if the time is up or it {@link #isOver} before it has changed
     */
    public @Nullable LinkSighting next(Duration patience) throws InterruptedException {
        LinkSighting before = known;
        known = poller.await(
                watch, before, newest -> newest.differsFrom(before), () -> true, time.read() + patience.toNanos());
        return known.differsFrom(before) ? known : null;
    }

    /** How long ago Atlas was asked for what is known. */
    public Duration age() {
        return Duration.ofNanos(time.read() - known.nanos());
    }

    /** Whether nothing more will be seen: the link is gone, or the gateway shuts down. */
    public boolean isOver() {
        return known instanceof LinkSighting.Gone || poller.hasEnded();
    }

    @Override
    public void close() {
        poller.leave(watch);
    }
}
