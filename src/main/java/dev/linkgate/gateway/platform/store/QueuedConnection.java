package dev.linkgate.gateway.platform.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection to SQLite that waits for its turn in the {@link WriterQueue} before it writes. Its turn is a
 * transaction, because all but the read-only ones are IMMEDIATE, and lasts until auto-commit is on again; without one,
 * it is a prepared statement that returns no rows. All others wait as SQLite lets them.
 */
final class QueuedConnection extends JDBC4Connection {

    private final WriterQueue queue;
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
        return new QueuedStatement(sql);
    }

    @Override
    public void close() throws SQLException {
        try {
            super.close();
        } finally {
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

    private final class QueuedStatement extends JDBC4PreparedStatement {

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
