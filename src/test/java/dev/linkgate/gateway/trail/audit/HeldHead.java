package dev.linkgate.gateway.trail.audit;

import dev.linkgate.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A transaction on PostgreSQL that holds the head of the chain, as one does whose commit takes long. */
final class HeldHead implements AutoCloseable {

    private final JdbcClient database;
    private final Connection connection;

    HeldHead(DataSource dataSource) {
        database = JdbcClient.create(dataSource);
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            try (Statement lock = connection.createStatement()) {
                lock.execute("SELECT FROM audit_head FOR UPDATE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many statements wait for the head. */
    void awaitWaiting(int statements) {
        Patience.until(() -> waiting() >= statements);
    }

    private long waiting() {
        return database.sql("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .query(Long.class)
                .single();
    }

    /** Ends the transaction, which has changed nothing. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
