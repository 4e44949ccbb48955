package dev.linkgate.gateway.core.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections for statements that take longer than a request may wait. The pool takes them back as they were. */
public final class LongStatements extends DelegatingDataSource {

    private final int timeoutMillis;

    /** @param timeout how long the database may be silent after a question; zero for any time */
    public LongStatements(DataSource pool, Duration timeout) {
        super(pool);
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
