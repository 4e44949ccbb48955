package dev.linkgate.gateway.trail.checkpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database in which something happens before a connection is taken for the nth time from now. */
final class DisturbedDatabase extends DelegatingDataSource {

    private final AtomicInteger left = new AtomicInteger();
    private volatile Runnable work = () -> {};

    DisturbedDatabase(DataSource target) {
        super(target);
    }

    /** @param connection from 1 */
    void before(int connection, Runnable event) {
        work = event;
        left.set(connection);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (left.getAndDecrement() == 1) {
            work.run();
        }
        return super.getConnection();
    }
}
