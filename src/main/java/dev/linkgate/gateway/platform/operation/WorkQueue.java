package dev.linkgate.gateway.platform.operation;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.linkgate.gateway.platform.store.SchedulerColumns;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/** The queue of operations for the {@link Worker}s of all replicas. */
@Component
class WorkQueue {

    static final String TASK = "operation";

    private final SchedulerClient scheduler;
    private final InstantSource clock;
    private volatile Runnable waker = () -> {};

    WorkQueue(DataSource database, InstantSource clock) {
        // Joins the transaction that stores a new operation.
        this.scheduler = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
                .jdbcCustomization(new SchedulerColumns())
                .build();
        this.clock = clock;
    }

    /** @param waker makes this replica's worker check for due operations */
    void wakeWith(Runnable waker) {
        this.waker = waker;
    }

    /** Must be called within the transaction that stores the operation. */
    void schedule(OperationId id) {
        scheduler.scheduleIfNotExists(instance(id), clock.instant());
    }

    /** Makes this replica check for due operations now instead of at the next interval. */
    void wake() {
        waker.run();
    }

    /** Continues a waiting operation now. */
    void hurry(OperationId id) {
        try {
            scheduler.reschedule(instance(id), clock.instant());
        } catch (TaskInstanceException e) {
            return; // It is under way, has ended, or has just been picked.
        }
        wake();
    }

    private static TaskInstance<Void> instance(OperationId id) {
        return new TaskInstance<>(TASK, id.value());
    }
}
