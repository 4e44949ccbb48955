package dev.linkgate.gateway.core.platform.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Properties;
import java.util.SequencedMap;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection to SQLite that waits for its turn in the {@link WriterQueue} before it writes. Its turn is a
 * transaction, because all but the read-only ones are IMMEDIATE, and lasts until auto-commit is on again; without one,
 * it is a prepared statement that returns no rows. All others wait as SQLite lets them.
 *
 * <p>It keeps the statements that were prepared last, because to prepare one takes longer than to run it, and neither
 * the driver nor the pool keeps any. SQLite prepares a statement anew by itself when the tables have changed.
 */
final class QueuedConnection extends JDBC4Connection {

    /**
     * The maximum number of kept statements, of some 10 KB each. The statements that a replica uses all the time are
     * fewer.
     */
    static final int MAX_KEPT = 32;

    private final WriterQueue queue;

    /** The statements that are closed for those who had them, by their SQL; the one that was used last is the last. */
    private final SequencedMap<String, QueuedStatement> kept = new LinkedHashMap<>();

    private boolean writing;
    private boolean readOnly;

    QueuedConnection(String url, Properties properties, WriterQueue queue) throws SQLException {
        super(url, url.substring(StoreConfiguration.SQLITE.length()), properties);
        this.queue = queue;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    /** The next transactions see the database as it was at their first query, and neither wait nor let others wait. */
    @Override
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
        setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (!autoCommit && getAutoCommit() && !readOnly) {
            enter();
        }
        boolean begun = false;
        try {
            super.setAutoCommit(autoCommit);
            begun = !autoCommit;
        } finally {
            if (!begun) {
                leave();
            }
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        QueuedStatement statement = kept.remove(sql);
        if (statement == null) {
            return new QueuedStatement(sql);
        }
        statement.inUse = true;
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try {
            super.close();
        } finally {
            kept.clear();
            leave();
        }
    }

    private void enter() throws SQLException {
        queue.enter();
        writing = true;
    }

    private void leave() {
        if (writing) {
            writing = false;
            queue.leave();
        }
    }

    private void keep(String sql, QueuedStatement statement) throws SQLException {
        kept.put(sql, statement);
        if (kept.size() > MAX_KEPT) {
            kept.pollFirstEntry().getValue().end();
        }
    }

    private final class QueuedStatement extends JDBC4PreparedStatement {

        private boolean inUse = true;

        QueuedStatement(String sql) throws SQLException {
            super(QueuedConnection.this, sql);
        }

        @Override
        public boolean execute() throws SQLException {
            return columnCount == 0 ? inTurn(super::execute) : super.execute();
        }

        @Override
        public long executeLargeUpdate() throws SQLException {
            return inTurn(super::executeLargeUpdate);
        }

        @Override
        public long[] executeLargeBatch() throws SQLException {
            return inTurn(super::executeLargeBatch);
        }

        @Override
        public boolean isClosed() {
            return !inUse || super.isClosed();
        }

        @Override
        public void close() throws SQLException {
            if (!inUse) {
                return;
            }
            inUse = false;
            if (canBeKept()) {
                forget();
                keep(sql, this);
            } else {
                end();
            }
        }

        /** Some pragmas take effect when they are prepared. */
        private boolean canBeKept() throws SQLException {
            return !pointer.isClosed()
                    && !QueuedConnection.this.isClosed()
                    && !kept.containsKey(sql)
                    && !sql.regionMatches(true, 0, "PRAGMA", 0, "PRAGMA".length());
        }

        /** Lets go of what it has read and was given: a query that was not read to its end keeps its snapshot. */
        private void forget() throws SQLException {
            rs.close();
            pointer.safeRunConsume(DB::reset);
            clearParameters();
            batch = null;
            batchPos = 0;
            batchQueryCount = 0;
            setMaxRows(0);
            setQueryTimeout(0);
        }

        private void end() throws SQLException {
            super.close();
        }

        private <T> T inTurn(Execution<T> execution) throws SQLException {
            if (writing) {
                return execution.run();
            }
            enter();
            try {
                return execution.run();
            } finally {
                leave();
            }
        }
    }

    private interface Execution<T> {
        T run() throws SQLException;
    }
}
