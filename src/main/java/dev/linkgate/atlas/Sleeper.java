package dev.linkgate.atlas;

import java.time.Duration;

/** Lets time pass. The product's one is {@link Thread#sleep(Duration)}; a test's moves its clock instead. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration time) throws InterruptedException;
}
