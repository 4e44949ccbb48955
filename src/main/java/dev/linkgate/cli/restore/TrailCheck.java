package dev.linkgate.cli.restore;

import dev.linkgate.sqlite.Unsound;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the hashes of a trail anew, in a database that no gateway has open. A trail whose first records are archived
 * begins behind them, or with some that were not removed yet.
 */
final class TrailCheck {

    private static final String RECORDS = "SELECT sequence, previous_hash, hash, "
            + String.join(", ", StoredRecord.COLUMNS) + " FROM audit_record ORDER BY sequence";
    private static final String ARCHIVED =
            "SELECT last_sequence, hash FROM audit_archive ORDER BY last_sequence DESC LIMIT 1";

    /** The place of the first of the columns of {@link StoredRecord}. */
    private static final int FIRST = 4;

    private final long archived;
    private final String archivedHash;

    private TrailCheck(long archived, String archivedHash) {
        this.archived = archived;
        this.archivedHash = archivedHash;
    }

    /** @throws Unsound if a record is not as it was written */
    static void check(Connection connection) throws SQLException, Unsound {
        try (Statement statement = connection.createStatement()) {
            TrailCheck check;
            try (ResultSet row = statement.executeQuery(ARCHIVED)) {
                check = row.next()
                        ? new TrailCheck(row.getLong(1), row.getString(2))
                        : new TrailCheck(0, CanonicalForm.GENESIS);
            }
            try (ResultSet rows = statement.executeQuery(RECORDS)) {
                check.all(rows);
            }
        }
    }

    private void all(ResultSet rows) throws SQLException, Unsound {
        ChainCheck chain = null;
        while (rows.next()) {
            long sequence = rows.getLong(1);
            String previousHash = rows.getString(2);
            if (chain == null) {
                chain = sequence > 0 && sequence <= archived
                        ? ChainCheck.ofPart(sequence - 1, previousHash)
                        : ChainCheck.ofPart(archived, archivedHash);
            }
            CanonicalForm content = content(rows);
            if (content == null) {
                throw altered(sequence, "a field of it has another type");
            }
            Optional<ChainBreak> found = chain.add(sequence, content, previousHash, rows.getString(3));
            if (found.isPresent()) {
                throw altered(found.get().sequence(), found.get().reason());
            }
            if (sequence == archived && !archivedHash.equals(chain.hash())) {
                throw altered(sequence, "it is not the last one of the newest archive");
            }
        }
    }

    private static Unsound altered(long sequence, String reason) {
        return new Unsound("record " + sequence + " of its audit trail is not as it was written: " + reason);
    }

    /** Absent if a value is of a type, or of bytes, that no gateway writes. */
    private static @Nullable CanonicalForm content(ResultSet row) throws SQLException {
        CanonicalForm form = new CanonicalForm();
        for (int i = 0; i < StoredRecord.COLUMNS.size(); i++) {
            Object value = row.getObject(FIRST + i);
            boolean isText = StoredRecord.isText(StoredRecord.COLUMNS.get(i));
            if (i == 0) {
                if (!(value instanceof Number layout) || layout.longValue() != CanonicalForm.LAYOUT) {
                    return null;
                }
            } else if (value == null) {
                form.absent();
            } else if (isText && value instanceof String text && isWhole(text, row.getBytes(FIRST + i))) {
                form.text(text);
            } else if (!isText && (value instanceof Integer || value instanceof Long)) {
                form.number(((Number) value).longValue());
            } else {
                return null;
            }
        }
        return form;
    }

    /** SQLite keeps any bytes in a text. */
    private static boolean isWhole(String text, byte[] stored) {
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), stored);
    }
}
