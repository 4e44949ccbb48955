package dev.linkgate.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the events of one {@link EventStreams stream} come from. For one thread. */
interface EventFeed extends AutoCloseable {

    /**
     * Waits for the next event; the first is there at once.
     *
     * @return absent if the time is up or the feed {@link #isOver}
     */
    @Nullable
    Event next(Duration patience) throws InterruptedException;

    /** Whether no further event will come. */
    boolean isOver();

    /** What to say when nothing has happened for a while, in a word or two for people. */
    String remark();

    @Override
    void close();

    /**
     * A state of what is followed. It says all that there is to know, so whoever missed the one before lost nothing.
     *
     * @param id the same for equal states; absent for one that nobody can go on from
     * @param data becomes JSON
     */
    record Event(@Nullable String id, String name, Object data) {}
}
