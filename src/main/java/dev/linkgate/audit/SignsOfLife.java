package dev.linkgate.audit;

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
final class SignsOfLife implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(SignsOfLife.class);

    private final OpenIntents intents;
    private final Replica replica;
    private final InstantSource clock;
    private final Thread thread =
            Thread.ofPlatform().name("audit-signs-of-life").daemon().unstarted(this::giveUntilClosed);

    SignsOfLife(OpenIntents intents, Replica replica, InstantSource clock) {
        this.intents = intents;
        this.replica = replica;
        this.clock = clock;
    }

    void start() {
        intents.forgetTheSilent(clock.instant());
        thread.start();
    }

    void give() {
        try {
            intents.beat(replica, clock.instant(), INTERVAL);
        } catch (SQLException | RuntimeException e) {
            log.warn("Could not store a sign of life for the other replicas: {}", e.getMessage());
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

    private void giveUntilClosed() {
        try {
            while (true) {
                give();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException closed) {
            // The replica ends.
        }
    }
}
