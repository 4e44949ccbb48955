package dev.linkgate.gateway.trail.record;

import dev.linkgate.transparency.CanonicalForm;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as a row of the table {@code audit_record}.
 *
 * <p>SQLite keeps a value of any type in any column, and a converting reader would not notice that {@code 201} became
 * {@code '201 or so'}. So a value of the wrong type reads as a value that no record can have.
 */
public final class AuditRow {

    public static final String COLUMNS = """
            sequence, time_micros, phase, request_id, actor_kind, actor_team, actor_key_id, actor_subject, \
            remote_address, action, project_id, link_id, interface_endpoint_id, credential, credential_version, \
            result, status, code, atlas_status, attempts, duration_micros, previous_hash, hash, \
            layout, attempted, count, dry_run, operation_id, target, change""";

    /** The number of {@link #COLUMNS}. */
    static final int WIDTH = COLUMNS.split(",", -1).length;

    public static final String INSERT =
            "INSERT INTO audit_record (" + COLUMNS + ") VALUES (?" + ", ?".repeat(WIDTH - 1) + ")";

    /** A text that passed {@link RecordableText} contains no U+0000. */
    private static final String NO_TEXT = "\0";

    private static final long NO_NUMBER = Long.MAX_VALUE;

    /** Each record has a count. */
    private static final Entry.Details NO_DETAILS = new Entry.Details(null, null, null, null);

    private static final Set<String> NUMBERS = Set.of(
            "sequence",
            "time_micros",
            "credential_version",
            "status",
            "atlas_status",
            "attempts",
            "duration_micros",
            "layout",
            "count",
            "dry_run");

    private AuditRow() {}

    /** Whether a column of the table has texts; the others have numbers. */
    public static boolean isText(String column) {
        return !NUMBERS.contains(column);
    }

    /** Takes the values of a row, by the places of {@link #COLUMNS} from 1 on. */
    public interface Values {
        void setLong(int column, long number) throws SQLException;

        void setString(int column, @Nullable String text) throws SQLException;

        void setNull(int column, int type) throws SQLException;
    }

    public static void bind(PreparedStatement insert, long sequence, Entry entry, String previousHash, String hash)
            throws SQLException {
        insert.setLong(1, sequence);
        insert.setString(22, previousHash);
        insert.setString(23, hash);
        bind(entry, new Values() {
            @Override
            public void setLong(int column, long number) throws SQLException {
                insert.setLong(column, number);
            }

            @Override
            public void setString(int column, @Nullable String text) throws SQLException {
                insert.setString(column, text);
            }

            @Override
            public void setNull(int column, int type) throws SQLException {
                insert.setNull(column, type);
            }
        });
    }

    /** All values but those that tell the record's place in the chain. */
    public static void bind(Entry entry, Values insert) throws SQLException {
        insert.setLong(2, HashChain.micros(entry.time()));
        insert.setString(3, entry.phase());
        insert.setString(4, entry.origin().requestId());
        insert.setString(5, entry.origin().actor().kind());
        insert.setString(6, entry.origin().actor().team());
        insert.setString(7, entry.origin().actor().keyId());
        insert.setString(8, entry.origin().actor().subject());
        insert.setString(9, entry.origin().remoteAddress());
        insert.setString(10, entry.action());
        insert.setString(11, entry.subject().projectId());
        insert.setString(12, entry.subject().linkId());
        insert.setString(13, entry.subject().interfaceEndpointId());
        insert.setString(14, entry.facts().credential());
        setNumber(insert, 15, entry.facts().credentialVersion());
        insert.setString(16, entry.facts().result());
        setNumber(insert, 17, entry.facts().status());
        insert.setString(18, entry.facts().code());
        setNumber(insert, 19, entry.facts().atlasStatus());
        setNumber(insert, 20, entry.facts().attempts());
        setNumber(insert, 21, entry.facts().durationMicros());
        insert.setLong(24, entry.layout());
        insert.setString(25, entry.details().attempted());
        setNumber(insert, 26, entry.details().count());
        setNumber(insert, 27, HashChain.number(entry.details().dryRun()));
        insert.setString(28, entry.details().operationId());
        insert.setString(29, entry.about() == null ? null : entry.about().storedTarget());
        insert.setString(30, entry.about() == null ? null : entry.about().change());
    }

    /** @param row contains {@link #COLUMNS} in order */
    public static AuditRecord read(ResultSet row, int ignoredNumber) throws SQLException {
        return new AuditRecord(
                presentNumber(row, 1),
                new Entry(
                        Instant.EPOCH.plus(presentNumber(row, 2), ChronoUnit.MICROS),
                        presentText(row, 3),
                        new Entry.Origin(
                                presentText(row, 4),
                                new Entry.Who(presentText(row, 5), text(row, 6), text(row, 7), text(row, 8)),
                                presentText(row, 9)),
                        presentText(row, 10),
                        new Entry.Subject(text(row, 11), text(row, 12), text(row, 13)),
                        new Entry.Facts(
                                text(row, 14),
                                number(row, 15),
                                text(row, 16),
                                number(row, 17),
                                text(row, 18),
                                number(row, 19),
                                number(row, 20),
                                number(row, 21)),
                        details(row),
                        about(row)),
                presentText(row, 22),
                presentText(row, 23));
    }

    private static Entry.Details details(ResultSet row) throws SQLException {
        return hasLayout(row)
                ? new Entry.Details(text(row, 25), number(row, 26), flag(number(row, 27)), text(row, 28))
                : NO_DETAILS;
    }

    /** Whether it has the fields of a known layout, and no others: these would not be hashed. */
    private static boolean hasLayout(ResultSet row) throws SQLException {
        long layout = presentNumber(row, 24);
        return layout == CanonicalForm.LAYOUT
                || (CanonicalForm.isLayout(layout) && row.getObject(29) == null && row.getObject(30) == null);
    }

    private static Entry.@Nullable About about(ResultSet row) throws SQLException {
        if (presentNumber(row, 24) != CanonicalForm.LAYOUT) {
            return null;
        }
        String target = text(row, 29);
        String change = text(row, 30);
        return new Entry.About(
                target == null ? null : thing(target, text(row, 11)),
                change == null ? null : RecordedChange.shown(change));
    }

    private static Entry.About.Thing thing(String target, @Nullable String project) {
        int colon = target.indexOf(':');
        return colon < 0
                ? new Entry.About.Thing(NO_TEXT, target, project)
                : new Entry.About.Thing(target.substring(0, colon), target.substring(colon + 1), project);
    }

    private static void setNumber(Values insert, int column, @Nullable Long number) throws SQLException {
        if (number == null) {
            insert.setNull(column, Types.BIGINT);
        } else {
            insert.setLong(column, number);
        }
    }

    private static String presentText(ResultSet row, int column) throws SQLException {
        String text = text(row, column);
        return text == null ? NO_TEXT : text;
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return value == null ? null : value instanceof String text && isAsStored(text, row, column) ? text : NO_TEXT;
    }

    /** SQLite keeps any bytes in a text, and shows those that are no UTF-8 as the character that stands for the unfit. */
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
