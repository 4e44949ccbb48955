package dev.linkgate.harness.attack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Measures the memory of a gateway's process repeatedly. */
final class PeakMemory implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private volatile boolean running = true;
    private volatile double megabytes;

    PeakMemory(TestBed bed) {
        Thread.ofVirtual().start(() -> {
            while (running) {
                megabytes = Math.max(megabytes, ProcessStats.residentMegabytes(bed));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    double megabytes() {
        return megabytes;
    }

    @Override
    public void close() {
        running = false;
    }
}
