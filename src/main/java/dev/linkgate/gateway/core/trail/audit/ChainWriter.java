package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.record.AuditRow;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Appends records to the chain, many in one transaction. It keeps its connection from one transaction to the next,
 * because getting one and preparing its statements costs as much as storing several records. For one thread.
 *
 * <p>All who append lock the head row first, so they append one after another, each to the hash that its predecessor
 * committed. For the same reason an open intent is closed only once.
 */
@Component
class ChainWriter {

    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);

    /** How long the database may take to answer, if no caller waits longer: a slow commit still stores what it can. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /**
     * How long a connection is trusted after its last use: longer than the pause between two commits under load, and
     * too short for an idle connection to be cut.
     */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final DataSource dataSource;
    private final int timeoutMillis;
    private final String replica;
    private final WriteNotifications notifications;
    private final ExpectedEnd expected;
    private final LongSupplier nanoTime;
    private @Nullable ChainConnection held;
    private long usedNanos;

    @Autowired
    ChainWriter(
            DataSource dataSource,
            AuditSettings settings,
            Replica replica,
            WriteNotifications notifications,
            RollbackState rollback) {
        this(dataSource, settings, replica, notifications, rollback, System::nanoTime);
    }

    ChainWriter(
            DataSource dataSource,
            AuditSettings settings,
            Replica replica,
            WriteNotifications notifications,
            RollbackState rollback,
            LongSupplier nanoTime) {
        this.dataSource = dataSource;
        this.timeoutMillis =
                Math.toIntExact(Math.max(ANSWER.toMillis(), settings.timeout().toMillis()));
        this.replica = replica.id();
        this.notifications = notifications;
        this.expected = new ExpectedEnd(rollback);
        this.nanoTime = nanoTime;
    }

    /**
     * Stores all records or none, except those whose condition does not hold any more.
     *
     * @return the receipts in the order of the batch, all durable; absent for records that were not stored
     * @throws SQLException if nothing was stored, or if the connection broke and the result is unknown
     */
    List<Optional<Receipt>> append(List<PendingRecord> batch) throws SQLException {
        boolean reusable = false;
        try {
            ChainConnection connection = connection();
            List<Optional<Receipt>> receipts = connection.append(batch);
            reusable = connection.rest();
            usedNanos = nanoTime.getAsLong();
            return receipts;
        } finally {
            if (!reusable) {
                release();
            }
        }
    }

    /**
     * Finds out whether the database answers, without writing anything.
     *
     * @throws SQLException if it does not
     */
    void probe() throws SQLException {
        ChainConnection kept = held;
        if (kept == null || !answers(kept.connection)) {
            release();
            ChainConnection unused = connection();
        }
    }

    private ChainConnection connection() throws SQLException {
        ChainConnection kept = held;
        if (kept != null && works(kept.connection)) {
            return kept;
        }
        release();
        Connection connection = dataSource.getConnection();
        try {
            // A database that vanished silently must not block the only writer for ever.
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            ChainConnection fresh = connection.isWrapperFor(PGConnection.class)
                    ? new SharedChain(connection, replica, notifications, expected)
                    : new LocalChain(connection, replica, notifications, expected);
            held = fresh;
            return fresh;
        } catch (SQLException | RuntimeException | Error e) {
            giveBack(connection);
            throw e;
        }
    }

    /** Whether the database still answers. It is asked only after a pause, because under load each commit shows it. */
    private boolean works(Connection connection) throws SQLException {
        return nanoTime.getAsLong() - usedNanos < TRUSTED_NANOS || answers(connection);
    }

    private boolean answers(Connection connection) throws SQLException {
        return connection.isValid(Math.max(1, (int) TimeUnit.MILLISECONDS.toSeconds(timeoutMillis)));
    }

    /** Gives the connection back until it is needed again. */
    void release() {
        ChainConnection kept = held;
        held = null;
        if (kept != null) {
            giveBack(kept.connection);
        }
    }

    /** Gives a connection back to its pool, which rolls back what was not committed. */
    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection broke before it was given back", e);
        }
    }

    /** A connection with prepared statements that appends only to the chain. After an exception it is unusable. */
    abstract static sealed class ChainConnection permits LocalChain, SharedChain {

        private static final String WRITES = "SELECT DISTINCT phase, action, project_id, link_id FROM audit_record"
                + " WHERE sequence BETWEEN ? AND ? AND phase <> 'EVENT'";

        final Connection connection;
        final String replica;
        final WriteNotifications notifications;
        final ExpectedEnd expected;
        private final PreparedStatement writes;

        /**
         * @param replica the id of the owner of the intents
         * @param notifications of what others have written
         * @param expected where the chain must not end before
         */
        ChainConnection(Connection connection, String replica, WriteNotifications notifications, ExpectedEnd expected)
                throws SQLException {
            this.connection = connection;
            this.replica = replica;
            this.notifications = notifications;
            this.expected = expected;
            this.writes = connection.prepareStatement(WRITES);
        }

        /** {@link ChainWriter#append}. */
        abstract List<Optional<Receipt>> append(List<PendingRecord> batch) throws SQLException;

        /**
         * Releases the database until the next batch: SQLite's driver begins the next transaction, and with it locks
         * the database, as soon as one has ended.
         *
         * @return whether that worked; if not, the connection must be closed, which undoes no appended record
         */
        boolean rest() {
            try {
                connection.setAutoCommit(true);
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
    }

    /**
     * Appends in a transaction of several statements. The first updates the head row; by then the database is locked,
     * because SQLite's transactions begin IMMEDIATE. No statement waits for a network.
     */
    private static final class LocalChain extends ChainConnection {

        private static final String ADVANCE = "UPDATE audit_head SET sequence = sequence + ? WHERE id = 1"
                + " RETURNING sequence - ?, hash, last_write";
        private static final String SEAL = "UPDATE audit_head SET sequence = ?, hash = ?, last_write = ? WHERE id = 1";

        private static final String HASH = "SELECT hash FROM audit_record WHERE sequence = ?";

        private final PreparedStatement advance;
        private final PreparedStatement hash;
        private final PreparedStatement insert;
        private final PreparedStatement open;
        private final PreparedStatement close;
        private final PreparedStatement seal;
        private final Map<String, PreparedStatement> changes = new HashMap<>();

        LocalChain(Connection connection, String replica, WriteNotifications notifications, ExpectedEnd expected)
                throws SQLException {
            super(connection, replica, notifications, expected);
            advance = connection.prepareStatement(ADVANCE);
            hash = connection.prepareStatement(HASH);
            insert = connection.prepareStatement(AuditRow.INSERT);
            open = connection.prepareStatement(OpenIntents.OPEN);
            close = connection.prepareStatement(OpenIntents.CLOSE);
            seal = connection.prepareStatement(SEAL);
        }

        @Override
        List<Optional<Receipt>> append(List<PendingRecord> batch) throws SQLException {
            connection.setAutoCommit(false);
            // By one for an empty batch, too: SQLite writes nothing for a row that stays as it is, not even to a full
            // disk.
            Head head = advance(Math.max(1, batch.size()));
            expected.compare(head.last(), this::hash);
            catchUp(head);
            Receipt last = head.last();
            long lastWrite = head.lastWrite();
            Set<PendingRecord> needless = close(batch);
            List<Optional<Receipt>> receipts = new ArrayList<>(batch.size());
            boolean opens = false;
            for (PendingRecord record : batch) {
                if (needless.contains(record) || !record.mayBeStored()) {
                    receipts.add(Optional.empty());
                    continue;
                }
                long sequence = last.sequence() + 1;
                String hash = record.hash(sequence, last.hash());
                AuditRow.bind(insert, sequence, record.entry(), last.hash(), hash);
                insert.addBatch();
                last = new Receipt(sequence, hash);
                receipts.add(Optional.of(last));
                if (!record.isEvent()) {
                    lastWrite = sequence;
                }
                if (record.isIntent()) {
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
            for (int i = 0; i < batch.size(); i++) {
                TableChange change = batch.get(i).change();
                if (change != null && receipts.get(i).isPresent()) {
                    make(change, batch.get(i).entry());
                }
            }
            seal.setLong(1, last.sequence());
            seal.setString(2, last.hash());
            seal.setLong(3, lastWrite);
            seal.executeUpdate();
            connection.commit();
            expected.reached(last);
            notifications.stored(batch, receipts);
            return receipts;
        }

        private void make(TableChange change, Entry outcome) throws SQLException {
            for (String sql : change.statements()) {
                PreparedStatement statement = changes.get(sql);
                if (statement == null) {
                    statement =
                            connection.prepareStatement("WITH outcome (value, time_micros) AS (SELECT ?, ?) " + sql);
                    changes.put(sql, statement);
                }
                statement.setString(1, change.value());
                statement.setLong(2, Micros.of(outcome.time()));
                statement.executeUpdate();
            }
        }

        /** Locks the head and advances it; returns its previous position. */
        private Head advance(int records) throws SQLException {
            advance.setInt(1, records);
            advance.setInt(2, records);
            try (ResultSet row = advance.executeQuery()) {
                return Head.of(row);
            }
        }

        private @Nullable String hash(long sequence) throws SQLException {
            hash.setLong(1, sequence);
            try (ResultSet row = hash.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }

        /** Closes the intents of the outcomes in the batch; returns the outcomes that must not be stored any more. */
        private Set<PendingRecord> close(List<PendingRecord> batch) throws SQLException {
            Set<PendingRecord> needless = new HashSet<>();
            for (PendingRecord record : batch) {
                Long intent = record.closedIntent();
                if (intent != null) {
                    close.setLong(1, intent);
                    if (close.executeUpdate() == 0 && record.onlyIfOpen()) {
                        needless.add(record);
                    }
                }
            }
            return needless;
        }
    }
}
