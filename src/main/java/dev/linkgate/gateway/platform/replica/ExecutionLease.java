package dev.linkgate.gateway.platform.replica;

import com.github.kagkarlsson.scheduler.HeartbeatState;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** What db-scheduler gives this replica to do, and others when its heartbeats for that stay away. */
public final class ExecutionLease {

    /** The part of the time without heartbeats in which no other replica takes the work over, whatever the clocks. */
    private static final double SURE = 0.75;

    private ExecutionLease() {}

    /**
     * Whether what is executed is surely still this replica's.
     *
     * @param length how long it stays this replica's without a heartbeat
     * @return quick, and for any thread
     */
    public static BooleanSupplier held(ExecutionContext execution, Duration length, DatabaseClock clock) {
        HeartbeatState heartbeats = execution.getCurrentlyExecuting().getHeartbeatState();
        // The heartbeats count from here, but the lease from when the work was picked.
        Instant late = execution.getExecution().lastHeartbeat.plusMillis((long) (length.toMillis() * SURE));
        boolean inTime = clock.instant().isBefore(late);
        return () -> inTime && clock.isTrusted() && heartbeats.getFractionDead() < SURE;
    }

    /** Executes again at once what a silent replica had; db-scheduler's own handler takes the time of the host. */
    public static <T> DeadExecutionHandler<T> reviveAt(DatabaseClock clock) {
        return (dead, operations) -> operations.reschedule(dead, clock.instant());
    }
}
