package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import dev.linkgate.gateway.core.platform.store.OldestReader;
import dev.linkgate.kernel.StartRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Shows the other replicas that this one is alive, so that they leave its work alone, asks for the time, counts the
 * replicas, and ends this one if a newer version keeps it out of the database; nothing of that on SQLite, which has one
 * process. At a shutdown it goes on until running requests have finished.
 */
public final class Heartbeat implements AutoCloseable {

    /** The time from one heartbeat to the next. */
    public static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final ReplicaStore replicas;
    private final DataSource dataSource;
    private final Replica replica;
    private final ReplicaCount count;
    private final DatabaseClock clock;
    private final OldestReader oldestReader;
    private final Runnable shutdown;
    private boolean keptOut;
    private final PeriodicTask task =
            new PeriodicTask("heartbeat", Duration.ZERO, INTERVAL.multipliedBy(2), this::sendAgain);

    /** @param shutdown ends this process in order; it waits for the heartbeats to end */
    Heartbeat(
            ReplicaStore replicas,
            DataSource dataSource,
            Replica replica,
            ReplicaCount count,
            DatabaseClock clock,
            OldestReader oldestReader,
            Runnable shutdown) {
        this.replicas = replicas;
        this.dataSource = dataSource;
        this.replica = replica;
        this.count = count;
        this.clock = clock;
        this.oldestReader = oldestReader;
        this.shutdown = shutdown;
    }

    void start() {
        if (count.isAlone()) {
            replicas.endAllLeases();
        }
        replicas.forgetTheSilent(clock.instant());
        task.start();
    }

    /** A silently cut connection must not block the next heartbeats, so no answer is waited for any longer. */
    void send() {
        if (count.isAlone()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(INTERVAL.toMillis()));
            send(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        } catch (SQLException | RuntimeException e) {
            log.warn("Could not store a heartbeat for the other replicas: {}", e.getMessage());
        }
    }

    private void send(JdbcClient connection) {
        clock.ask(connection);
        count.beat(new ReplicaStore(connection), replica, clock.instant());
        Optional<StartRefused> refusal = keptOut ? Optional.empty() : oldestReader.refusal(connection);
        refusal.ifPresent(reason -> {
            keptOut = true;
            log.error("This replica ends. {} {}", reason.getMessage(), reason.action());
            Thread.ofPlatform().name("shutdown").start(shutdown);
        });
    }

    /** Called when no request is under way any more. */
    @Override
    public void close() {
        task.stop();
        try {
            replicas.leave(replica);
        } catch (RuntimeException e) {
            log.debug("Could not remove the replica from the list", e);
        }
    }

    private Duration sendAgain() {
        send();
        return INTERVAL;
    }
}
