package dev.linkgate.operation;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/** The operations that are due, now or later, for the {@link Worker} of whichever replica. */
@Component
class WorkQueue {

    static final String TASK = "operation";

    private final SchedulerClient scheduler;
    private final InstantSource clock;
    private volatile Runnable waker = () -> {};

    WorkQueue(DataSource database, InstantSource clock) {
        // Takes part in the transaction of whoever starts an operation.
        this.scheduler = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
                .jdbcCustomization(new SchedulerColumns())
                .build();
        this.clock = clock;
    }

    /** @param waker makes this replica's worker look for what is due */
    void wakeWith(Runnable waker) {
        this.waker = waker;
    }

    /** Within the transaction that stores the operation. */
    void schedule(OperationId id) {
        scheduler.scheduleIfNotExists(instance(id), clock.instant());
    }

    /** Makes this replica look for what is due now, not only at the next interval. */
    void wake() {
        waker.run();
    }

    /** Lets an operation that waits go on now. */
    void hurry(OperationId id) {
        try {
            scheduler.reschedule(instance(id), clock.instant());
        } catch (TaskInstanceException e) {
            return; // It is under way, has ended, or was taken up in this very moment.
        }
        wake();
    }

    private static TaskInstance<Void> instance(OperationId id) {
        return new TaskInstance<>(TASK, id.value());
    }
}
