package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.replica.Replica;
import dev.linkgate.gateway.store.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The intents without an outcome, and the heartbeats of their processes. An intent is added and removed in the
 * transaction of its records: see {@link ChainConnection}.
 */
@Repository
class OpenIntents {

    /** A trail whose end was cut off can reach the same sequence again. */
    static final String OPEN = "INSERT INTO audit_open_intent (sequence, replica_id) VALUES (?, ?)"
            + " ON CONFLICT (sequence) DO UPDATE SET replica_id = excluded.replica_id";

    static final String CLOSE = "DELETE FROM audit_open_intent WHERE sequence = ?";

    /** A process that was silent for this long is forgotten. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String BEAT = "INSERT INTO replica (id, last_heartbeat) VALUES (?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET last_heartbeat = excluded.last_heartbeat";

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    OpenIntents(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /**
     * An intent without an outcome.
     *
     * @param owner the id of the {@link Replica} that began it
     * @param beat changes as long as the owner lives; absent if the owner has ended, or has not yet given a sign of
     *     life
     */
    record OpenIntent(long sequence, String owner, @Nullable Long beat) {}

    List<OpenIntent> all() {
        return jdbc.sql("SELECT i.sequence, i.replica_id, r.last_heartbeat FROM audit_open_intent i"
                        + " LEFT JOIN replica r ON r.id = i.replica_id ORDER BY i.sequence")
                .query((row, number) -> new OpenIntent(
                        row.getLong("sequence"),
                        row.getString("replica_id"),
                        row.getObject("last_heartbeat") == null ? null : row.getLong("last_heartbeat")))
                .list();
    }

    /** Removes an intent whose record is missing, so that it cannot be closed any more. */
    void drop(long sequence) {
        jdbc.sql(CLOSE).param(sequence).update();
    }

    /**
     * Stores a heartbeat. A silently cut connection must not block the next ones.
     *
     * @param timeout of the connection
     */
    void beat(Replica replica, Instant now, Duration timeout) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
            try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
                beat.setString(1, replica.id());
                beat.setLong(2, Micros.of(now));
                beat.executeUpdate();
            }
        }
    }

    /**
     * The number of replicas, 1 or more: this one is alive even if it has not yet sent a heartbeat.
     *
     * @param since the oldest sign of life that counts
     */
    int countLiving(Instant since) {
        return Math.max(
                1,
                jdbc.sql("SELECT COUNT(*) FROM replica WHERE last_heartbeat > ?")
                        .param(Micros.of(since))
                        .query(Integer.class)
                        .single());
    }

    /** Removes the replica, which gives no more heartbeats. */
    void leave(Replica replica) {
        jdbc.sql("DELETE FROM replica WHERE id = ?").param(replica.id()).update();
    }

    void forgetTheSilent(Instant now) {
        jdbc.sql("DELETE FROM replica WHERE last_heartbeat < ?")
                .param(Micros.of(now.minus(KEPT)))
                .update();
    }
}
