package dev.linkgate.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Checks what is in a database: its structure, and that the records of its trail belong to each other. */
public final class Soundness {

    private static final String BROKEN_LINK = """
            SELECT sequence FROM (
                SELECT sequence, previous_hash, lag(sequence) OVER before AS last, lag(hash) OVER before AS link
                  FROM audit_record WHERE sequence > (SELECT sequence FROM audit_head WHERE id = 1) - ?
                WINDOW before AS (ORDER BY sequence)) AS record
             WHERE last IS NOT NULL AND (sequence <> last + 1 OR previous_hash <> link) LIMIT 1""";

    private static final String LOST_END = """
            SELECT h.sequence FROM audit_head h
             WHERE h.id = 1 AND h.sequence > 0
               AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE r.sequence = h.sequence AND r.hash = h.hash)""";

    private Soundness() {}

    /**
     * Takes about a second for 100 MB that are in memory. The hashes themselves are not computed: the gateway does that
     * ({@code POST /admin/audit/verification}).
     *
     * @param records how many of the newest records are checked
     * @throws Unsound if something is wrong
     */
    public static void check(Connection connection, long records) throws SQLException, Unsound {
        List<String> found = Sqlite.column(connection, "PRAGMA integrity_check(1)");
        if (!found.equals(List.of("ok"))) {
            throw new Unsound("it is malformed ("
                    + String.join(" ", found).lines().findFirst().orElse("") + ")");
        }
        List<String> missing = Schema.read(connection).missing();
        if (!missing.isEmpty()) {
            throw new Unsound("it lacks the tables " + String.join(", ", missing));
        }
        if (Sqlite.column(connection, "SELECT sequence FROM audit_head WHERE id = 1")
                .isEmpty()) {
            throw new Unsound("the end of its audit trail is missing");
        }
        List<String> end = Sqlite.column(connection, LOST_END);
        if (!end.isEmpty()) {
            throw new Unsound("the last record of its audit trail, " + end.getFirst() + ", is missing or another one");
        }
        try (PreparedStatement statement = connection.prepareStatement(BROKEN_LINK)) {
            statement.setLong(1, records);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw new Unsound(
                            "record " + row.getLong(1) + " of its audit trail does not follow the one before");
                }
            }
        }
    }
}
