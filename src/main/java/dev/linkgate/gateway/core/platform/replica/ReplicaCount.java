package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Counts the replicas at each {@link Heartbeat}, so their number is known within 3 s of the start or the end of one,
 * and within {@value #SILENCE_SECONDS} s more of a crash. If the database does not answer, the last number stands. A
 * gateway on SQLite is alone.
 */
@Component
public class ReplicaCount {

    /** Several heartbeats. */
    private static final long SILENCE_SECONDS = 15;

    private final boolean alone;
    private volatile int living = 1;

    ReplicaCount(DatabaseFiles files) {
        this.alone = files.database() != null;
    }

    /** Whether no other replica can share the database. */
    boolean isAlone() {
        return alone;
    }

    /** Stores the heartbeat of a replica, and counts the others. */
    void beat(ReplicaStore replicas, Replica replica, Instant now) {
        living = replicas.beat(replica, now, now.minusSeconds(SILENCE_SECONDS));
    }

    /** The number of replicas that share the database, 1 or more; this one included. */
    public int living() {
        return living;
    }
}
