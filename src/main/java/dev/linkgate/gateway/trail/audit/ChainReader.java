package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.store.LongStatements;
import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads the trail for checks of the chain. A million records have 28 million values, and most of a check's time would go
 * to fetching them one by one, so each database is asked for them in the form in which it gives most at once.
 */
@Repository
class ChainReader {

    private static final int COPY_SIZE = 1 << 20;

    private final JdbcTemplate jdbc;

    ChainReader(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(new LongStatements(dataSource, AuditStore.SCAN));
    }

    /** All records of a range, which is as long as one scan may be. */
    ChainRecords read(Range range) {
        ScanThreads.requireScanThread();
        return jdbc.execute((ConnectionCallback<ChainRecords>) connection ->
                connection.isWrapperFor(PGConnection.class) ? copied(connection, range) : selected(connection, range));
    }

    private static ChainRecords selected(Connection connection, Range range) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(JsonRecords.QUERY)) {
            query.setLong(1, range.first());
            query.setLong(2, range.last() + 1);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                byte @Nullable [] lines = row.getBytes(1);
                return new JsonRecords(lines == null ? new byte[0] : lines);
            }
        }
    }

    /** {@code COPY} has no parameters. */
    private static ChainRecords copied(Connection connection, Range range) throws SQLException {
        String columns = hasOwnTypes(connection) ? CopiedRecords.COLUMNS : CopiedRecords.FOREIGN_COLUMNS;
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT " + columns + " FROM audit_record WHERE sequence >= " + range.first()
                        + " AND sequence < " + (range.last() + 1) + " ORDER BY sequence) TO STDOUT (FORMAT binary)");
        ByteArrayOutputStream rows = new ByteArrayOutputStream(COPY_SIZE);
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            rows.writeBytes(row);
        }
        return new CopiedRecords(rows.toByteArray());
    }

    /** Whether all texts are of a type for texts, and all numbers of 64 bits. */
    private static boolean hasOwnTypes(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + CopiedRecords.COLUMNS + " FROM audit_record WHERE false")) {
            ResultSetMetaData columns = query.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                if (columns.getColumnType(i) != CopiedRecords.type(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
