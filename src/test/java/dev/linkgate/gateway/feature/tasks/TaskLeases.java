package dev.linkgate.gateway.feature.tasks;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Leases of tasks that a test does itself. */
public final class TaskLeases {

    /** One that no other replica takes over. */
    public static final TaskLease HELD = of(() -> true);

    private TaskLeases() {}

    public static TaskLease of(BooleanSupplier held) {
        return new TaskLease(held, new CountDownLatch(1));
    }
}
