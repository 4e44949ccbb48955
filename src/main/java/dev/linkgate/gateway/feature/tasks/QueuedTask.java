package dev.linkgate.gateway.feature.tasks;

import java.time.Duration;
import java.util.Optional;

/** A kind of task. Each that is in the {@link TaskQueue} is done by one replica at a time. */
public interface QueuedTask {

    /** The name of the kind, for good: it is stored. */
    String name();

    /**
     * Does a task as far as it gets. After an exception it is done again, two seconds later.
     *
     * @param id of the task within its kind
     * @return the pause before it is done again; absent if it is done for good
     */
    Optional<Duration> run(String id, TaskLease lease) throws InterruptedException;
}
