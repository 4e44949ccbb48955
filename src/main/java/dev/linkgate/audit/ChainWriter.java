package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Appends records to the chain, many in one transaction.
 *
 * <p>The transaction's first statement updates the head row. That locks it until the commit (PostgreSQL: the row; SQLite:
 * the database, for its transactions begin IMMEDIATE), so replicas append one after the other and read the hash that
 * the one before them committed.
 */
@Component
class ChainWriter {

    private static final String ADVANCE =
            "UPDATE audit_head SET sequence = sequence + ? WHERE id = 1 RETURNING sequence, hash";
    private static final String SEAL = "UPDATE audit_head SET hash = ? WHERE id = 1";

    private final DataSource dataSource;
    private final int timeoutMillis;

    ChainWriter(DataSource dataSource, AuditSettings settings) {
        this.dataSource = dataSource;
        this.timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
    }

    /**
     * Stores all or none.
     *
     * @return the receipts in the order of the batch, all durable
     * @throws SQLException if nothing was stored, or if the connection broke and that is not known
     */
    List<Receipt> append(List<Pending> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            // A database that went away without a word must not hold the one writer for ever.
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            connection.setAutoCommit(false);
            try {
                List<Receipt> receipts = append(batch, connection);
                connection.commit();
                return receipts;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static List<Receipt> append(List<Pending> batch, Connection connection) throws SQLException {
        Receipt last = advance(connection, batch.size());
        List<Receipt> receipts = new ArrayList<>(batch.size());
        try (PreparedStatement insert = connection.prepareStatement(AuditRow.INSERT)) {
            for (Pending pending : batch) {
                long sequence = last.sequence() + 1;
                String hash = pending.hash(sequence, last.hash());
                AuditRow.bind(insert, sequence, pending.entry(), last.hash(), hash);
                insert.addBatch();
                last = new Receipt(sequence, hash);
                receipts.add(last);
            }
            insert.executeBatch();
        }
        try (PreparedStatement seal = connection.prepareStatement(SEAL)) {
            seal.setString(1, last.hash());
            seal.executeUpdate();
        }
        return receipts;
    }

    /** Locks the head and moves it on; returns where it stood before. */
    private static Receipt advance(Connection connection, int records) throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setInt(1, records);
            try (ResultSet row = advance.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the audit trail has no head row");
                }
                return new Receipt(row.getLong(1) - records, row.getString(2));
            }
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
