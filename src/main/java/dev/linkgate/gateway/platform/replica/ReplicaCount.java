package dev.linkgate.gateway.platform.replica;

import dev.linkgate.gateway.platform.store.DatabaseFiles;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/**
 * Counts the replicas at each {@link Heartbeat}, so their number is known within 3 s of the start or the end of
 * one, and within {@value #SILENCE_SECONDS} s more of a crash. If the database does not answer, the last number stands. A
 * gateway on SQLite is alone.
 */
@Component
public class ReplicaCount {

    /** Several heartbeats. */
    private static final long SILENCE_SECONDS = 15;

    private final boolean alone;
    private final InstantSource clock;
    private volatile int living = 1;

    ReplicaCount(DatabaseFiles files, InstantSource clock) {
        this.alone = files.database() != null;
        this.clock = clock;
    }

    /** @param replicas as the heartbeat sees them */
    void count(ReplicaStore replicas) {
        if (!alone) {
            living = replicas.countLiving(clock.instant().minus(Duration.ofSeconds(SILENCE_SECONDS)));
        }
    }

    /** The number of replicas that share the database, 1 or more; this one included. */
    public int living() {
        return living;
    }
}
