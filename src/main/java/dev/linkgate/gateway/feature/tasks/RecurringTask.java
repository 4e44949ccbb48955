package dev.linkgate.gateway.feature.tasks;

import java.time.Duration;

/** A task that is done again and again, by one replica at a time. */
public interface RecurringTask {

    /** Its name, for good: it is stored. */
    String name();

    /**
     * Does it once. It runs on a platform thread, because SQLite's driver would keep the processor of a virtual one.
     *
     * @return the pause before it is done again; after an exception it is a second
     */
    Duration run(TaskLease lease) throws InterruptedException;
}
