package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.request.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with prepared statements that appends only to the chain.
 *
 * <p>A transaction's first statement updates the head row. This locks the row until the commit (in SQLite it locks the
 * database, because its transactions begin IMMEDIATE), so replicas append one after another and each reads the hash
 * that its predecessor committed. For the same reason an open intent is closed only once.
 *
 * <p>After an exception the connection is unusable and must be closed.
 */
final class ChainConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChainConnection.class);

    private static final String ADVANCE =
            "UPDATE audit_head SET sequence = sequence + ? WHERE id = 1 RETURNING sequence, hash, last_write";
    private static final String SEAL = "UPDATE audit_head SET sequence = ?, hash = ?, last_write = ? WHERE id = 1";
    private static final String WRITES = "SELECT DISTINCT phase, action, project_id, link_id FROM audit_record"
            + " WHERE sequence BETWEEN ? AND ? AND phase <> 'EVENT'";

    /** Longer than the pause between two commits under load, and too short for an idle connection to be cut. */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Connection connection;
    private final PreparedStatement advance;
    private final PreparedStatement insert;
    private final PreparedStatement open;
    private final PreparedStatement close;
    private final PreparedStatement seal;
    private final PreparedStatement writes;
    private final String replica;
    private final WriteNotifications notifications;
    private final int timeoutMillis;
    private final LongSupplier nanoTime;
    private long usedNanos;

    /**
     * Takes the connection over, and closes it if it is unusable.
     *
     * @param replica the id of the owner of the intents
     * @param notifications of what others have written
     */
    ChainConnection(
            Connection connection,
            String replica,
            WriteNotifications notifications,
            int timeoutMillis,
            LongSupplier nanoTime)
            throws SQLException {
        this.connection = connection;
        this.replica = replica;
        this.notifications = notifications;
        this.timeoutMillis = timeoutMillis;
        this.nanoTime = nanoTime;
        this.usedNanos = nanoTime.getAsLong();
        try {
            // A database that vanished silently must not block the only writer for ever.
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            advance = connection.prepareStatement(ADVANCE);
            insert = connection.prepareStatement(AuditRow.INSERT);
            open = connection.prepareStatement(OpenIntents.OPEN);
            close = connection.prepareStatement(OpenIntents.CLOSE);
            seal = connection.prepareStatement(SEAL);
            writes = connection.prepareStatement(WRITES);
        } catch (SQLException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether the database still answers. It is asked only after a pause, because under load each commit shows it. */
    boolean works() throws SQLException {
        return nanoTime.getAsLong() - usedNanos < TRUSTED_NANOS
                || connection.isValid(Math.max(1, (int) TimeUnit.MILLISECONDS.toSeconds(timeoutMillis)));
    }

    /** {@link ChainWriter#append}. */
    List<Optional<Receipt>> append(List<PreparedEntry> batch) throws SQLException {
        connection.setAutoCommit(false);
        // By one for an empty batch, too: SQLite writes nothing for a row that stays as it is, not even to a full disk.
        Head head = advance(Math.max(1, batch.size()));
        notifications.catchUp(head.last().sequence(), head.lastWrite(), this::writes);
        Receipt last = head.last();
        long lastWrite = head.lastWrite();
        Set<PreparedEntry> needless = close(batch);
        List<Optional<Receipt>> receipts = new ArrayList<>(batch.size());
        boolean opens = false;
        for (PreparedEntry prepared : batch) {
            if (needless.contains(prepared) || !prepared.mayBeStored()) {
                receipts.add(Optional.empty());
                continue;
            }
            long sequence = last.sequence() + 1;
            String hash = prepared.hash(sequence, last.hash());
            AuditRow.bind(insert, sequence, prepared.entry(), last.hash(), hash);
            insert.addBatch();
            last = new Receipt(sequence, hash);
            receipts.add(Optional.of(last));
            if (prepared.isOfWrite()) {
                lastWrite = sequence;
            }
            if (prepared.opensAnIntent()) {
                open.setLong(1, sequence);
                open.setString(2, replica);
                open.addBatch();
                opens = true;
            }
        }
        insert.executeBatch();
        if (opens) {
            open.executeBatch();
        }
        seal.setLong(1, last.sequence());
        seal.setString(2, last.hash());
        seal.setLong(3, lastWrite);
        seal.executeUpdate();
        connection.commit();
        return receipts;
    }

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

    /** Closes the intents of the outcomes in the batch; returns the outcomes that must not be stored any more. */
    private Set<PreparedEntry> close(List<PreparedEntry> batch) throws SQLException {
        List<PreparedEntry> closing = new ArrayList<>();
        for (PreparedEntry prepared : batch) {
            Long intent = prepared.closedIntent();
            if (intent != null) {
                close.setLong(1, intent);
                close.addBatch();
                closing.add(prepared);
            }
        }
        if (closing.isEmpty()) {
            return Set.of();
        }
        int[] closed = close.executeBatch();
        Set<PreparedEntry> needless = new HashSet<>();
        for (int i = 0; i < closed.length; i++) {
            if (closed[i] == 0 && closing.get(i).onlyIfOpen()) {
                needless.add(closing.get(i));
            }
        }
        return needless;
    }

    /**
     * The end of the chain.
     *
     * @param lastWrite the sequence of the last record that is not an event
     */
    private record Head(Receipt last, long lastWrite) {}

    /** Locks the head and advances it; returns its previous position. */
    private Head advance(int records) throws SQLException {
        advance.setInt(1, records);
        try (ResultSet row = advance.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the audit trail has no head row");
            }
            return new Head(new Receipt(row.getLong(1) - records, row.getString(2)), row.getLong(3));
        }
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
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection broke before it was given back", e);
        }
    }
}
