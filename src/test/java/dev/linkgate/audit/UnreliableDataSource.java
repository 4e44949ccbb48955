package dev.linkgate.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that can be made to fail or to hang, and that counts how often it was asked for a connection. */
final class UnreliableDataSource extends DelegatingDataSource {

    final AtomicInteger connections = new AtomicInteger();
    volatile boolean failing;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch arrival = new CountDownLatch(0);

    UnreliableDataSource(DataSource target) {
        super(target);
    }

    /** From now on connections are given out only when the latch is down. */
    CountDownLatch hang() {
        arrival = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        return gate;
    }

    /** Waits until somebody has asked for a connection since {@link #hang}. */
    void awaitHanging() throws InterruptedException {
        if (!arrival.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asked for a connection");
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            arrival.countDown();
            gate.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        if (failing) {
            throw new SQLException("the database is gone");
        }
        connections.incrementAndGet();
        return super.getConnection();
    }
}
