package dev.linkgate.gateway.feature.tasks;

import com.github.kagkarlsson.scheduler.HeartbeatState;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import dev.linkgate.gateway.core.platform.replica.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The time in which this replica, and no other, does a task. For any thread. */
public final class TaskLease {

    /** The part of the time without heartbeats in which no other replica takes the task over, whatever the clocks. */
    private static final double SURE = 0.75;

    private final BooleanSupplier held;
    private final CountDownLatch stopped;

    /** @param stopped counted down when this replica stops */
    TaskLease(BooleanSupplier held, CountDownLatch stopped) {
        this.held = held;
        this.stopped = stopped;
    }

    /** @param length how long the execution stays this replica's without a heartbeat */
    static TaskLease of(ExecutionContext execution, Duration length, DatabaseClock clock, CountDownLatch stopped) {
        HeartbeatState heartbeats = execution.getCurrentlyExecuting().getHeartbeatState();
        // The heartbeats count from here, but the lease from when the task was picked.
        Instant late = execution.getExecution().lastHeartbeat.plusMillis((long) (length.toMillis() * SURE));
        boolean inTime = clock.instant().isBefore(late);
        return new TaskLease(() -> inTime && clock.isTrusted() && heartbeats.getFractionDead() < SURE, stopped);
    }

    /** Whether surely no other replica has taken the task over. Quick. */
    public boolean isHeld() {
        return held.getAsBoolean();
    }

    /** Whether work that takes long may go on: the lease is held, and this replica does not stop. */
    public boolean continues() {
        return stopped.getCount() > 0 && isHeld();
    }

    /**
     * Lets the work pause in its middle.
     *
     * @return whether it {@link #continues}; at once false when this replica stops
     */
    public boolean pause(Duration pause) throws InterruptedException {
        return !stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS) && isHeld();
    }
}
