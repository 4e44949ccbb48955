package dev.linkgate.harness.partition;

import dev.linkgate.harness.crash.Place;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Measures the longest time in which a replica has answered nothing with success. */
final class Watch {

    private final Bed bed;
    private final int replica;
    private final String path;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong longestNanos = new AtomicLong();

    /** @param place what is read, on record */
    Watch(Bed bed, int replica, Place place) {
        this.bed = bed;
        this.replica = replica;
        this.path = place.linkPath();
    }

    void look(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            if (bed.asAdministrator(replica, caller -> caller.get(path)).succeeded()) {
                noteUntil(System.nanoTime());
            }
            Bed.pause();
        }
    }

    private void noteUntil(long now) {
        long last = lastNanos.getAndSet(now);
        longestNanos.accumulateAndGet(now - last, Math::max);
    }

    void begin() {
        lastNanos.set(System.nanoTime());
        longestNanos.set(0);
    }

    Duration longest() {
        return Duration.ofNanos(Math.max(longestNanos.get(), System.nanoTime() - lastNanos.get()));
    }
}
