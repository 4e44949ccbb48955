package dev.linkgate.gateway.feature.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The source of events of one {@link EventStreams stream}. For one thread. */
interface EventFeed extends AutoCloseable {

    /**
     * Waits for the next event; the first is available at once.
     *
     * @return absent if the time is up or the feed {@link #isOver}
     */
    @Nullable
    EventMessage next(Duration patience) throws InterruptedException;

    /** Whether no further event will come. */
    boolean isOver();

    /** The heartbeat's text, in a word or two for people. */
    String remark();

    @Override
    void close();
}
