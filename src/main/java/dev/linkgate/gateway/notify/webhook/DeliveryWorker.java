package dev.linkgate.gateway.notify.webhook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.replica.ExecutionLease;
import dev.linkgate.gateway.platform.store.SchedulerColumns;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes deliveries, those of one webhook on one replica at a time, and those of all webhooks beside each other. A silent
 * replica loses its webhooks to the others. It shares neither threads nor a table with operations.
 */
@Component
class DeliveryWorker implements SmartLifecycle {

    private static final String TASK = "webhook";
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final int SILENT_AFTER = 4;
    private static final Duration LEASE = SIGN_OF_LIFE.multipliedBy(SILENT_AFTER);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final DatabaseClock clock;

    DeliveryWorker(DataSource database, DeliveryRun run, WebhookSettings settings, DatabaseClock clock) {
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailureReschedule(FixedDelay.of(AFTER_A_FAULT))
                .onDeadExecution(ExecutionLease.reviveAt(clock))
                .execute((instance, context) -> {
                    try {
                        BooleanSupplier held = ExecutionLease.held(context, LEASE, clock);
                        run.run(
                                instance.getId(),
                                () -> context.getSchedulerState().isShuttingDown() || !held.getAsBoolean());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new CompletionHandler.OnCompleteRemove<>();
                });
        this.clock = clock;
        this.scheduler = Scheduler.create(database, task)
                .tableName("webhook_tasks")
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .clock(clock::instant)
                .jdbcCustomization(new SchedulerColumns())
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(SIGN_OF_LIFE)
                .missedHeartbeatsLimit(SILENT_AFTER)
                .threads(Webhooks.MOST)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("webhooks-", 0).factory()))
                .shutdownMaxWait(PATIENCE_AT_SHUTDOWN)
                .build();
    }

    /** Makes the deliveries of a webhook that are due, unless a replica does so already. */
    void begin(String webhook) {
        if (scheduler.scheduleIfNotExists(new TaskInstance<>(TASK, webhook), clock.instant())) {
            scheduler.triggerCheckForDueExecutions();
        }
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
