package dev.linkgate.gateway.platform.replica;

import dev.linkgate.gateway.platform.store.DatabaseFiles;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts the replicas by their {@link Heartbeat}, and tells when their number changes: within 3 s of the start or the
 * end of one, and within {@value #SILENCE_SECONDS} s more of a crash. If the database does not answer, the last number
 * stands. A gateway on SQLite is alone.
 */
@Component
class ReplicaCount {

    private static final Logger log = LoggerFactory.getLogger(ReplicaCount.class);
    private static final long POLL_MILLIS = 3_000;

    /** Several heartbeats. */
    private static final long SILENCE_SECONDS = 15;

    private final ReplicaStore replicas;
    private final boolean alone;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private int last = 1;

    ReplicaCount(ReplicaStore replicas, DatabaseFiles files, ApplicationEventPublisher events, InstantSource clock) {
        this.replicas = replicas;
        this.alone = files.database() != null;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = POLL_MILLIS)
    void count() {
        if (alone) {
            return;
        }
        try {
            int living = replicas.countLiving(clock.instant().minus(Duration.ofSeconds(SILENCE_SECONDS)));
            if (living != last) {
                last = living;
                events.publishEvent(new ReplicasCounted(living));
            }
        } catch (RuntimeException e) {
            log.warn("Could not count the replicas: {}", e.getMessage());
        }
    }
}
