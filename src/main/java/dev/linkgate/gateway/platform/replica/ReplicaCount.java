package dev.linkgate.gateway.platform.replica;

import dev.linkgate.gateway.platform.store.DatabaseFiles;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Counts the replicas at each {@link Heartbeat}, and tells when their number changes: within 3 s of the start or the end of
 * one, and within {@value #SILENCE_SECONDS} s more of a crash. If the database does not answer, the last number stands. A
 * gateway on SQLite is alone.
 */
@Component
class ReplicaCount {

    /** Several heartbeats. */
    private static final long SILENCE_SECONDS = 15;

    private final boolean alone;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private int last = 1;

    ReplicaCount(DatabaseFiles files, ApplicationEventPublisher events, InstantSource clock) {
        this.alone = files.database() != null;
        this.events = events;
        this.clock = clock;
    }

    /** @param replicas as the heartbeat sees them */
    void count(ReplicaStore replicas) {
        int living = alone ? 1 : replicas.countLiving(clock.instant().minus(Duration.ofSeconds(SILENCE_SECONDS)));
        if (living != last) {
            last = living;
            events.publishEvent(new ReplicasCounted(living));
        }
    }
}
