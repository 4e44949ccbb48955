package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.store.LongStatements;
import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import dev.linkgate.transparency.CanonicalForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
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
        ScanExecutors.requireScanThread();
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

    /**
     * Records as PostgreSQL's {@code COPY} gives them in its binary format. There each field has its length before it, or
     * -1 if it is absent, texts are UTF-8 and numbers big-endian: what stands between the hash and the sequence is the
     * {@link CanonicalForm} of the record.
     */
    static final class CopiedRecords implements ChainRecords {

        /** Nothing is converted, so each column must have its type. */
        static final String COLUMNS = "layout, previous_hash, hash, " + HashedColumn.SQL + ", sequence";

        /** For a table with columns of other types: the same columns, with values that no record has. */
        static final String FOREIGN_COLUMNS = "NULL::bigint, previous_hash::text, hash::text, "
                + "NULL::bigint, ".repeat(HashedColumn.ALL.length) + "sequence::bigint";

        /** The place of the first hashed column. */
        private static final int FIRST = 4;

        private static final int SIGNATURE_AND_FLAGS = 15;
        private static final short END = -1;

        private final ByteBuffer rows;

        /** @param copy all that {@code COPY} gave */
        CopiedRecords(byte[] copy) {
            this.rows = ByteBuffer.wrap(copy).position(SIGNATURE_AND_FLAGS);
            int extension = rows.getInt();
            rows.position(rows.position() + extension);
        }

        /** The type that a column has, by its place from 1. */
        static int type(int place) {
            boolean isText = place == 2
                    || place == 3
                    || (place >= FIRST
                            && place < FIRST + HashedColumn.ALL.length
                            && HashedColumn.ALL[place - FIRST].kind == HashedColumn.Kind.TEXT);
            return isText ? Types.VARCHAR : Types.BIGINT;
        }

        @Override
        public @Nullable ChainRecord next() {
            if (rows.getShort() == END) {
                return null;
            }
            long layout = number();
            boolean sound = CanonicalForm.isLayout(layout);
            String previousHash = hash();
            String hash = hash();
            int begin = rows.position();
            int end = begin;
            for (HashedColumn column : HashedColumn.ALL) {
                int length = rows.getInt();
                rows.position(rows.position() + Math.max(0, length));
                if (column.isIn(layout)) {
                    end = rows.position();
                } else {
                    sound &= length < 0;
                }
            }
            CanonicalForm form = sound
                    ? new CanonicalForm((int) layout).fields(rows.array(), begin, end - begin)
                    : ChainRecord.NEVER_HASHED;
            return new ChainRecord(number(), form, previousHash, hash);
        }

        /** A number that cannot be absent. */
        private long number() {
            return rows.getInt() == Long.BYTES ? rows.getLong() : ChainRecord.NO_SEQUENCE;
        }

        private String hash() {
            int length = rows.getInt();
            if (length < 0) {
                return ChainRecord.NO_HASH;
            }
            String hash = new String(rows.array(), rows.position(), length, StandardCharsets.ISO_8859_1);
            rows.position(rows.position() + length);
            return hash;
        }
    }
}
