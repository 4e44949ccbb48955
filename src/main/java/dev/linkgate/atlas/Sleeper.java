package dev.linkgate.atlas;

import java.time.Duration;

/** Lets time pass. The product uses {@link Thread#sleep(Duration)}; a test moves its clock instead. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration time) throws InterruptedException;
}
