package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One caller that follows a link through the {@link Poll} that all who follow it share. For one thread. */
public final class LinkFollower {

    private final Polls polls;
    private final Supplier<Poll<LinkObservation>> poll;
    private final long first;
    private Aged<LinkObservation> known;

    /** @param first the earliest time of the first poll */
    LinkFollower(Polls polls, Supplier<Poll<LinkObservation>> poll, Aged<LinkObservation> known, long first) {
        this.polls = polls;
        this.poll = poll;
        this.known = known;
        this.first = first;
    }

    /** The last observation. */
    public LinkObservation known() {
        return known.value();
    }

    /**
     * Waits until the link changes.
     *
     * @return the new observation; absent if the time is up, or it {@link #isOver}, before the link has changed
     */
    public @Nullable LinkObservation next(Duration patience) throws InterruptedException {
        LinkObservation before = known.value();
        Aged<LinkObservation> latest =
                polls.until(poll, known.nanos(), seen -> seen.differsFrom(before), first, patience, () -> true, true);
        known = latest == null ? known : latest;
        return known().differsFrom(before) ? known() : null;
    }

    /** The age of the last observation. */
    public Duration age() {
        return Duration.ofNanos(polls.time().read() - known.nanos());
    }

    /** Whether no more changes will be seen: the link is gone, or the gateway shuts down. */
    public boolean isOver() {
        return known() instanceof LinkObservation.Absent || !polls.isRunning();
    }
}
