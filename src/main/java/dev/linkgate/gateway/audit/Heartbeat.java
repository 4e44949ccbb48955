package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.replica.Replica;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the other replicas that this one is alive, so that they leave its intents alone. It uses its own thread,
 * because nothing else may delay it, and because Spring's scheduler stops before a shutdown has let running requests
 * finish.
 */
final class Heartbeat implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final OpenIntents intents;
    private final Replica replica;
    private final InstantSource clock;
    private final Thread thread =
            Thread.ofPlatform().name("audit-heartbeat").daemon().unstarted(this::sendUntilClosed);

    Heartbeat(OpenIntents intents, Replica replica, InstantSource clock) {
        this.intents = intents;
        this.replica = replica;
        this.clock = clock;
    }

    void start() {
        intents.forgetTheSilent(clock.instant());
        thread.start();
    }

    void send() {
        try {
            intents.beat(replica, clock.instant(), INTERVAL);
        } catch (SQLException | RuntimeException e) {
            log.warn("Could not store a heartbeat for the other replicas: {}", e.getMessage());
        }
    }

    /** Called when no write is under way any more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            intents.leave(replica);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("Could not remove the replica from the list", e);
        }
    }

    private void sendUntilClosed() {
        try {
            while (true) {
                send();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException closed) {
            // The replica ends.
        }
    }
}
