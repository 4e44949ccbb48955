package dev.linkgate.gateway.feature.tasks;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/** When which {@link QueuedTask} is due, for all replicas. */
@Component
public class TaskQueue {

    private final SchedulerClient scheduler;
    private final InstantSource clock;
    private volatile Runnable waker = () -> {};

    public TaskQueue(DataSource database, InstantSource clock) {
        // Joins the transaction of what the task is about.
        this.scheduler = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
                .jdbcCustomization(new SchedulerColumns())
                .build();
        this.clock = clock;
    }

    /** @param waker makes this replica look for tasks that are due */
    void wakeWith(Runnable waker) {
        this.waker = waker;
    }

    /**
     * Adds a task that is due now, in the transaction of the caller if there is one.
     *
     * @param kind the name of its {@link QueuedTask}
     * @return false if it was there
     */
    public boolean add(String kind, String id) {
        return scheduler.scheduleIfNotExists(new TaskInstance<>(kind, id), clock.instant());
    }

    /** Makes this replica look for tasks that are due now instead of at the next interval. */
    public void wake() {
        waker.run();
    }

    /** Lets a task that waits be done now. */
    public void hurry(String kind, String id) {
        try {
            scheduler.reschedule(new TaskInstance<>(kind, id), clock.instant());
        } catch (TaskInstanceException e) {
            return; // It is under way, has ended, or has just been picked.
        }
        wake();
    }
}
