package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with prepared statements that appends only to the chain.
 *
 * <p>All who append lock the head row first, so they append one after another, each to the hash that its predecessor
 * committed. For the same reason an open intent is closed only once.
 *
 * <p>After an exception the connection is unusable and must be closed.
 */
abstract sealed class ChainConnection implements AutoCloseable permits LocalChain, SharedChain {

    private static final Logger log = LoggerFactory.getLogger(ChainConnection.class);

    private static final String WRITES = "SELECT DISTINCT phase, action, project_id, link_id FROM audit_record"
            + " WHERE sequence BETWEEN ? AND ? AND phase <> 'EVENT'";

    /** Longer than the pause between two commits under load, and too short for an idle connection to be cut. */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    final Connection connection;
    final WriteNotifications notifications;
    private final PreparedStatement writes;
    private final int timeoutMillis;
    private final LongSupplier nanoTime;
    private long usedNanos;

    /**
     * What the connections of a writer have in common.
     *
     * @param replica the id of the owner of the intents
     * @param notifications of what others have written
     */
    record Owner(String replica, WriteNotifications notifications, int timeoutMillis, LongSupplier nanoTime) {}

    ChainConnection(Connection connection, Owner owner) throws SQLException {
        this.connection = connection;
        this.notifications = owner.notifications();
        this.timeoutMillis = owner.timeoutMillis();
        this.nanoTime = owner.nanoTime();
        this.usedNanos = nanoTime.getAsLong();
        // A database that vanished silently must not block the only writer for ever.
        connection.setNetworkTimeout(Runnable::run, timeoutMillis);
        writes = connection.prepareStatement(WRITES);
    }

    /** Takes the connection over, and closes it if it is unusable. */
    static ChainConnection of(Connection connection, Owner owner) throws SQLException {
        try {
            return connection.isWrapperFor(PGConnection.class)
                    ? new SharedChain(connection, owner)
                    : new LocalChain(connection, owner);
        } catch (SQLException | RuntimeException | Error e) {
            giveBack(connection);
            throw e;
        }
    }

    /** Whether the database still answers. It is asked only after a pause, because under load each commit shows it. */
    boolean works() throws SQLException {
        return nanoTime.getAsLong() - usedNanos < TRUSTED_NANOS
                || connection.isValid(Math.max(1, (int) TimeUnit.MILLISECONDS.toSeconds(timeoutMillis)));
    }

    /** {@link ChainWriter#append}. */
    abstract List<Optional<Receipt>> append(List<PreparedEntry> batch) throws SQLException;

    /**
     * Releases the database until the next batch: SQLite's driver begins the next transaction, and with it locks the
     * database, as soon as one has ended.
     *
     * @return whether that worked; if not, the connection must be closed, which undoes no appended record
     */
    boolean rest() {
        try {
            connection.setAutoCommit(true);
            usedNanos = nanoTime.getAsLong();
            return true;
        } catch (SQLException e) {
            log.debug("A connection broke after a commit", e);
            return false;
        }
    }

    /**
     * The end of the chain.
     *
     * @param lastWrite the sequence of the last record that is not an event
     */
    record Head(Receipt last, long lastWrite) {

        static Head of(ResultSet row) throws SQLException {
            if (!row.next()) {
                throw new SQLException("the audit trail has no head row");
            }
            return new Head(new Receipt(row.getLong(1), row.getString(2)), row.getLong(3));
        }
    }

    /** Notifies of what others have written before this end of the chain. */
    void catchUp(Head head) throws SQLException {
        notifications.catchUp(head.last().sequence(), head.lastWrite(), this::writes);
    }

    private List<WriteNotifications.Write> writes(long first, long last) throws SQLException {
        writes.setLong(1, first);
        writes.setLong(2, last);
        List<WriteNotifications.Write> found = new ArrayList<>();
        try (ResultSet row = writes.executeQuery()) {
            while (row.next()) {
                found.add(new WriteNotifications.Write(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return found;
    }

    /** Gives the connection back to its pool, which rolls back what was not committed. */
    @Override
    public void close() {
        giveBack(connection);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection broke before it was given back", e);
        }
    }
}
