package dev.linkgate.gateway.core.trail.record;

import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as a row of the table {@code audit_record}.
 *
 * <p>SQLite keeps a value of any type in any column, and a converting reader would not notice that {@code 201} became
 * {@code '201 or so'}. So a value of the wrong type reads as a value that no record can have.
 */
public final class AuditRow {

    /** The columns of what does not depend on the place in the chain. */
    public static final List<String> ENTRY = StoredRecord.COLUMNS;

    public static final String COLUMNS = "sequence, previous_hash, hash, " + String.join(", ", ENTRY);

    /** The place of the first of {@link #ENTRY} in {@link #COLUMNS}, from 1 on. */
    private static final int FIRST = 4;

    public static final String INSERT =
            "INSERT INTO audit_record (" + COLUMNS + ") VALUES (?, ?, ?" + ", ?".repeat(ENTRY.size()) + ")";

    /** A text that passed {@link RecordableText} contains no U+0000. */
    private static final String NO_TEXT = "\0";

    private static final long NO_NUMBER = Long.MAX_VALUE;

    /**
     * The details of a record whose layout is not known here. It therefore does not fit its hash: each record has a
     * count.
     */
    private static final Entry.Details NO_DETAILS = new Entry.Details(null, null, null, null);

    private AuditRow() {}

    /** Whether one of {@link #ENTRY} has texts; the others have numbers. */
    public static boolean isText(String column) {
        return StoredRecord.isText(column);
    }

    /** The values of {@link #ENTRY}. */
    public static @Nullable Object[] values(Entry entry) {
        @Nullable Object[] values = new @Nullable Object[ENTRY.size()];
        values[0] = (long) CanonicalForm.LAYOUT;
        System.arraycopy(entry.fields(), 0, values, 1, values.length - 1);
        return values;
    }

    public static void bind(PreparedStatement insert, long sequence, Entry entry, String previousHash, String hash)
            throws SQLException {
        insert.setLong(1, sequence);
        insert.setString(2, previousHash);
        insert.setString(3, hash);
        @Nullable Object[] values = values(entry);
        for (int i = 0; i < values.length; i++) {
            insert.setObject(FIRST + i, values[i]);
        }
    }

    /** @param row contains {@link #COLUMNS} in order */
    public static AuditRecord read(ResultSet row, int ignoredNumber) throws SQLException {
        return new AuditRecord(
                presentNumber(row, 1),
                presentNumber(row, 4),
                new Entry(
                        Micros.toInstant(presentNumber(row, 5)),
                        presentText(row, 6),
                        new Entry.Origin(
                                presentText(row, 7),
                                new Entry.Who(presentText(row, 8), text(row, 9), text(row, 10), text(row, 11)),
                                presentText(row, 12)),
                        presentText(row, 13),
                        new Entry.Subject(text(row, 14), text(row, 15), text(row, 16)),
                        new Entry.Facts(
                                text(row, 17),
                                number(row, 18),
                                text(row, 19),
                                number(row, 20),
                                text(row, 21),
                                number(row, 22),
                                number(row, 23),
                                number(row, 24)),
                        details(row),
                        about(row)),
                presentText(row, 2),
                presentText(row, 3));
    }

    private static Entry.Details details(ResultSet row) throws SQLException {
        return presentNumber(row, 4) == CanonicalForm.LAYOUT
                ? new Entry.Details(text(row, 25), number(row, 26), flag(number(row, 27)), text(row, 28))
                : NO_DETAILS;
    }

    private static Entry.About about(ResultSet row) throws SQLException {
        String target = text(row, 29);
        String change = text(row, 30);
        return new Entry.About(
                target == null ? null : thing(target, text(row, 14)),
                change == null ? null : RecordedChange.shown(change));
    }

    private static Entry.About.Thing thing(String target, @Nullable String project) {
        int colon = target.indexOf(':');
        return colon < 0
                ? new Entry.About.Thing(NO_TEXT, target, project)
                : new Entry.About.Thing(target.substring(0, colon), target.substring(colon + 1), project);
    }

    private static String presentText(ResultSet row, int column) throws SQLException {
        String text = text(row, column);
        return text == null ? NO_TEXT : text;
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return value == null ? null : value instanceof String text && isAsStored(text, row, column) ? text : NO_TEXT;
    }

    /**
     * SQLite keeps any bytes in a text, and shows those that are no UTF-8 as the character that stands for the unfit.
     */
    private static boolean isAsStored(String text, ResultSet row, int column) throws SQLException {
        return text.indexOf(RecordableText.REPLACEMENT) < 0
                || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), row.getBytes(column));
    }

    private static long presentNumber(ResultSet row, int column) throws SQLException {
        Long number = number(row, column);
        return number == null ? NO_NUMBER : number;
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return switch (value) {
            case null -> null;
            case Long number -> number;
            case Integer number -> number.longValue();
            default -> NO_NUMBER;
        };
    }

    private static @Nullable Boolean flag(@Nullable Long number) {
        boolean isNone = number == null || number < 0 || number > 1;
        return isNone ? null : Objects.equals(number, 1L);
    }
}
