package dev.linkgate.gateway.feature.tasks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.linkgate.gateway.core.access.Features;
import dev.linkgate.gateway.core.platform.replica.DatabaseClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Does all that only one replica may do at a time, when it is due. A silent replica loses its tasks to the others after
 * {@link TaskSettings#lease}. Each task has a thread while it runs, so none waits for another.
 */
@Component
final class TaskRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    /** The one instance of a recurring task. */
    private static final String ONLY = "recurring";

    /** A look at the table finds three times as many at most. */
    private static final int AT_ONCE = 128;

    private static final int SIGNS_OF_LIFE_IN_A_LEASE = 4;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(30);

    /**
     * A recurring task with a shorter pause is kept: its heartbeats cost less than giving it back and picking it again,
     * which are two writes.
     */
    static final Duration KEPT = Duration.ofSeconds(10);

    private static final Duration LONGEST_ON_TIME = Duration.ofMinutes(1);

    private final List<RecurringTask> recurring;
    private final Scheduler scheduler;
    private final TaskQueue queue;
    private final TaskSettings settings;
    private final DatabaseClock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    TaskRunner(
            DataSource database,
            Features features,
            List<QueuedTask> queued,
            List<RecurringTask> recurring,
            TaskQueue queue,
            TaskSettings settings,
            DatabaseClock clock) {
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
        this.recurring = recurring.stream().filter(features::isOn).toList();
        // Fetches tasks in the one way that both databases support.
        this.scheduler = Scheduler.create(
                        database,
                        Stream.concat(
                                        queued.stream().filter(features::isOn),
                                        this.recurring.stream().map(Recurrence::new))
                                .map(task ->
                                        kind(task).execute((instance, execution) -> run(task, instance, execution)))
                                .toArray(CustomTask[]::new))
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .clock(clock::instant)
                .jdbcCustomization(new SchedulerColumns())
                .pollingInterval(settings.lookInterval())
                .heartbeatInterval(settings.lease().dividedBy(SIGNS_OF_LIFE_IN_A_LEASE))
                .missedHeartbeatsLimit(SIGNS_OF_LIFE_IN_A_LEASE)
                .threads(AT_ONCE)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("task-", 0).factory()))
                .shutdownMaxWait(PATIENCE_AT_SHUTDOWN)
                .build();
        queue.wakeWith(scheduler::triggerCheckForDueExecutions);
    }

    /** Its own handler of what a silent replica had, because db-scheduler's takes the time of the host. */
    private Tasks.TaskBuilder<Void> kind(QueuedTask task) {
        return Tasks.custom(task.name(), Void.class)
                .onFailureReschedule(FixedDelay.of(AFTER_A_FAULT))
                .onDeadExecution((dead, operations) -> {
                    operations.reschedule(dead, clock.instant());
                    queue.wake();
                });
    }

    private CompletionHandler<Void> run(QueuedTask task, TaskInstance<Void> instance, ExecutionContext execution) {
        TaskLease lease = TaskLease.of(execution, settings.lease(), clock, stopped);
        try {
            Optional<Duration> pause = lease.isHeld()
                    ? task.run(instance.getId(), lease)
                    : Optional.of(settings.untilAnotherReplicaLooks());
            return pause.<CompletionHandler<Void>>map(this::again).orElseGet(CompletionHandler.OnCompleteRemove::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task took longer than the shutdown waits", e);
        }
    }

    /**
     * This replica looks when the pause is over, so that the task is done on time. After one that is shorter than the
     * poll interval the replica that looks first does it, and a long one need not end on time.
     */
    private CompletionHandler<Void> again(Duration pause) {
        CompletionHandler<Void> reschedule = new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(pause));
        if (pause.compareTo(settings.pollInterval()) < 0 || pause.compareTo(LONGEST_ON_TIME) > 0) {
            return reschedule;
        }
        return (done, operations) -> {
            reschedule.complete(done, operations);
            CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(queue::wake);
        };
    }

    /** A recurring task as a queued one, which is never done for good. */
    private static final class Recurrence implements QueuedTask {

        private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

        private final RecurringTask task;
        private volatile String reported = "";

        Recurrence(RecurringTask task) {
            this.task = task;
        }

        @Override
        public String name() {
            return task.name();
        }

        /** Does it until its pause is long, or the lease ends. An interrupt could break off the writing of a file. */
        @Override
        public Optional<Duration> run(String id, TaskLease lease) throws InterruptedException {
            FutureTask<Duration> work = new FutureTask<>(() -> repeat(lease));
            Thread.ofPlatform().name("task-" + task.name()).daemon().start(work);
            try {
                return Optional.of(work.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        private Duration repeat(TaskLease lease) throws InterruptedException {
            Duration pause = once(lease);
            while (pause.compareTo(KEPT) < 0 && lease.pause(pause)) {
                pause = once(lease);
            }
            return pause;
        }

        private Duration once(TaskLease lease) throws InterruptedException {
            try {
                Duration pause = task.run(lease);
                reported = "";
                return pause;
            } catch (RuntimeException | Error e) {
                report(e, lease);
                return AFTER_FAILURE;
            }
        }

        /** Once, as long as it stays the same; not what the shutdown causes. */
        private void report(Throwable failure, TaskLease lease) {
            String message = failure.toString();
            if (!message.equals(reported) && lease.continues()) {
                reported = message;
                log.warn("The task {} failed, and is tried again", task.name(), failure);
            }
        }
    }

    /** Fails if a recurring task cannot be stored: db-scheduler itself would go on without it. */
    @Override
    public void start() {
        recurring.forEach(task -> queue.add(task.name(), ONLY));
        scheduler.start();
    }

    /** Waits for what is under way. */
    @Override
    public void stop() {
        stopped.countDown();
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }
}
