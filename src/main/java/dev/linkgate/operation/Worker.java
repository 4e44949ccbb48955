package dev.linkgate.operation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/**
 * Goes on with operations when they are due, each by one replica at a time: a replica that gives no sign of life loses
 * its operations to the others.
 */
@Component
class Worker implements SmartLifecycle {

    private static final String TASK = "operation";
    private static final int AT_ONCE = 64;
    private static final int SIGNS_OF_LIFE_IN_A_LEASE = 4;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;

    Worker(DataSource database, OperationExecutor executor, OperationSettings settings, InstantSource clock) {
        this.clock = clock;
        this.task = Tasks.custom(TASK, Void.class)
                .onFailureReschedule(FixedDelay.of(AFTER_A_FAULT))
                .onDeadExecutionRevive()
                .execute((instance, context) -> completion(executor.proceed(new OperationId(instance.getId()))));
        // Takes part in the transaction of whoever starts an operation; fetches work in the one way both databases
        // know.
        this.scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(database), task)
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .clock(clock::instant)
                .jdbcCustomization(new SchedulerColumns())
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.lease().dividedBy(SIGNS_OF_LIFE_IN_A_LEASE))
                .missedHeartbeatsLimit(SIGNS_OF_LIFE_IN_A_LEASE)
                .threads(AT_ONCE)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("operation-", 0).factory()))
                .shutdownMaxWait(PATIENCE_AT_SHUTDOWN)
                .build();
    }

    private static CompletionHandler<Void> completion(Optional<Duration> pause) {
        return pause.<CompletionHandler<Void>>map(
                        wanted -> new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(wanted)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    /** Within the transaction that stores the operation. */
    void schedule(OperationId id) {
        scheduler.schedule(instance(id), clock.instant());
    }

    /** Looks for what is due now, not only at the next interval. */
    void wake() {
        scheduler.triggerCheckForDueExecutions();
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

    private TaskInstance<Void> instance(OperationId id) {
        return task.instance(id.value());
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void stop() {
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }
}
