package dev.linkgate.gateway.platform.operation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.replica.ExecutionLease;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.store.SchedulerColumns;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs operations when they are due, each on one replica at a time. A silent replica loses its operations to the
 * others.
 */
@Component
class Worker implements SmartLifecycle {

    private static final int AT_ONCE = 64;
    private static final int SIGNS_OF_LIFE_IN_A_LEASE = 4;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(30);

    private static final Failure OVERTAKEN = Failure.of(
            ProblemCode.OPERATION_CANCELLED,
            "This replica of the gateway was cut off, so another one may continue the operation.");

    private final Scheduler scheduler;

    Worker(
            DataSource database,
            OperationExecutor executor,
            WorkQueue queue,
            OperationSettings settings,
            DatabaseClock clock) {
        CustomTask<Void> task = Tasks.custom(WorkQueue.TASK, Void.class)
                .onFailureReschedule(FixedDelay.of(AFTER_A_FAULT))
                .onDeadExecution(ExecutionLease.reviveAt(clock))
                .execute((instance, context) -> completion(executor.proceed(
                        new OperationId(instance.getId()),
                        Right.whileHeld(ExecutionLease.held(context, settings.lease(), clock), OVERTAKEN))));
        // Fetches work in the one way that both databases support.
        this.scheduler = Scheduler.create(database, task)
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
        queue.wakeWith(scheduler::triggerCheckForDueExecutions);
    }

    private static CompletionHandler<Void> completion(Optional<Duration> pause) {
        return pause.<CompletionHandler<Void>>map(
                        wanted -> new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(wanted)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
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
