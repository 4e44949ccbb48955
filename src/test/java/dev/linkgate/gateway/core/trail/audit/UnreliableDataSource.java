package dev.linkgate.gateway.core.trail.audit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database that can be made to fail, to hang, to lose answers and to cut its connections, and that counts its
 * commits.
 */
public final class UnreliableDataSource extends DelegatingDataSource {

    final AtomicInteger commits = new AtomicInteger();
    public volatile boolean failing;

    /** Whether commits are done, and then fail for their users. */
    volatile boolean losesAnswers;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch arrival = new CountDownLatch(0);

    UnreliableDataSource(DataSource target) {
        super(target);
    }

    /** From now on connections are given out, and commits done, only when the latch is down. */
    CountDownLatch hang() {
        arrival = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        return gate;
    }

    /** Whether a connection or a commit was requested since {@link #hang}. */
    boolean isHanging() {
        return arrival.getCount() == 0;
    }

    /** Waits until a connection or a commit was requested since {@link #hang}. */
    void awaitHanging() throws InterruptedException {
        if (!arrival.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asked for a connection or a commit");
        }
    }

    /** Ends all open connections, without notice to their users. */
    void cut() throws SQLException {
        for (Connection connection : connections) {
            if (!connection.isClosed()) {
                connection.unwrap(Connection.class).close();
            }
        }
        connections.clear();
    }

    @Override
    public Connection getConnection() throws SQLException {
        pass();
        Connection connection = super.getConnection();
        connections.add(connection);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(connection, method, arguments));
    }

    private @Nullable Object invoke(Connection connection, Method method, Object[] arguments) throws Throwable {
        Object answer = invoke(connection, method, arguments, method.getName().equals("commit"));
        return answer instanceof PreparedStatement statement
                        && SharedChain.sql(List.of()).equals(arguments[0])
                ? Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {PreparedStatement.class},
                        (proxy, called, given) -> invoke(
                                statement, called, given, called.getName().equals("executeQuery")))
                : answer;
    }

    private @Nullable Object invoke(
            Object target, Method method, @Nullable Object @Nullable [] arguments, boolean isCommit) throws Throwable {
        if (isCommit) {
            pass();
            commits.incrementAndGet();
        }
        Object answer;
        try {
            answer = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (losesAnswers && isCommit) {
            throw new SQLException("the answer was lost");
        }
        return answer;
    }

    private void pass() throws SQLException {
        try {
            arrival.countDown();
            gate.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        if (failing) {
            throw new SQLException("the database is gone");
        }
    }
}
