package dev.linkgate.gateway.platform.task;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Turns of tasks that a test does itself. */
public final class Turns {

    /** One that no other replica takes over. */
    public static final Turn HELD = of(() -> true);

    private Turns() {}

    public static Turn of(BooleanSupplier held) {
        return new Turn(held, new CountDownLatch(1));
    }
}
