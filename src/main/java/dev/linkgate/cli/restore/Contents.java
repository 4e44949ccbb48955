package dev.linkgate.cli.restore;

import dev.linkgate.sqlite.Sqlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a database lets whom do, and where its trail ends.
 *
 * @param records the sequence of the last record; 0 if there is none
 * @param lastHash of that record
 * @param lastTime of that record; empty if there is none
 * @param rights each in words, with all that matters of it
 * @param masterKeys the ids of those that encrypt its secrets
 */
record Contents(long records, String lastHash, String lastTime, Set<String> rights, Set<String> masterKeys) {

    private record Kind(String table, String sql) {}

    /** Keys that have expired are none. */
    private static final String VALID = " WHERE expires_at IS NULL OR expires_at > ";

    /** In the order in which they are shown. */
    private static final List<Kind> RIGHTS = List.of(
            new Kind("team", "SELECT 'team ' || name FROM team"),
            new Kind(
                    "project_grant",
                    "SELECT 'grant of team ' || team || ': ' || role || ' on project ' || project_id FROM project_grant"),
            new Kind(
                    "team_key",
                    "SELECT 'key ' || id || ' of team ' || team || ' (' || label || ')' FROM team_key" + VALID),
            new Kind("administrator", "SELECT 'administrator ' || name || ': ' || scopes FROM administrator"),
            new Kind(
                    "administrator_key",
                    "SELECT 'key ' || id || ' of administrator ' || administrator || ' (' || label || ')'"
                            + " FROM administrator_key" + VALID),
            new Kind(
                    "credential",
                    "SELECT 'credential ' || name || ' with the fingerprint ' || fingerprint FROM credential"),
            new Kind("webhook", "SELECT 'webhook ' || name || ' to ' || url FROM webhook WHERE enabled"));

    private static final List<Kind> CIPHERTEXTS = List.of(
            new Kind("credential", "SELECT ciphertext FROM credential"),
            new Kind("webhook", "SELECT ciphertext FROM webhook"),
            new Kind("audit_key", "SELECT ciphertext FROM audit_key"));

    static Contents read(Connection connection, Instant now) throws SQLException {
        Set<String> tables = Set.copyOf(Sqlite.column(connection, "SELECT name FROM sqlite_master"));
        Set<String> rights = new LinkedHashSet<>();
        for (Kind kind : RIGHTS) {
            if (tables.contains(kind.table())) {
                String sql = kind.sql().endsWith(VALID)
                        ? kind.sql() + ChronoUnit.MICROS.between(Instant.EPOCH, now)
                        : kind.sql();
                Sqlite.column(connection, sql + " ORDER BY 1").stream()
                        .map(right -> right.replaceAll("\\p{C}", " ")) // for the log of the next start
                        .forEach(rights::add);
            }
        }
        Set<String> masterKeys = new LinkedHashSet<>();
        for (Kind kind : CIPHERTEXTS) {
            if (tables.contains(kind.table())) {
                Sqlite.column(connection, kind.sql()).forEach(ciphertext -> addMasterKey(ciphertext, masterKeys));
            }
        }
        long records = number(connection, "SELECT sequence FROM audit_head WHERE id = 1");
        String hash = String.join("", Sqlite.column(connection, "SELECT hash FROM audit_head WHERE id = 1"));
        long time = number(connection, "SELECT time_micros FROM audit_record WHERE sequence = " + records);
        return new Contents(
                records,
                hash,
                time == 0
                        ? ""
                        : Instant.EPOCH
                                .plus(time, ChronoUnit.MICROS)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString(),
                rights,
                masterKeys);
    }

    /**
     * Whether a trail ends with a record that the database has, too; true if that is not known, because the record was
     * archived.
     */
    static boolean hasRecord(Connection connection, long sequence, String hash) throws SQLException {
        List<String> found = Sqlite.column(
                connection,
                "SELECT CASE WHEN sequence = " + sequence + " THEN hash ELSE previous_hash END FROM audit_record"
                        + " WHERE sequence BETWEEN " + sequence + " AND " + (sequence + 1)
                        + " ORDER BY sequence LIMIT 1");
        return found.isEmpty() || found.getFirst().equals(hash);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        List<String> values = Sqlite.column(connection, sql);
        return values.isEmpty() ? 0 : Long.parseLong(values.getFirst());
    }

    /** A ciphertext begins with a byte of its form, and the id of its key. */
    private static void addMasterKey(String ciphertext, Set<String> ids) {
        try {
            byte[] bytes = Base64.getDecoder().decode(ciphertext);
            if (bytes.length > 5) {
                ids.add(HexFormat.of().formatHex(bytes, 1, 5));
            }
        } catch (IllegalArgumentException e) {
            // No master key has made it; the gateway says so when it starts.
        }
    }

    /** The rights here that another database does not have. */
    List<String> rightsBeyond(Contents other) {
        List<String> beyond = new ArrayList<>(rights);
        beyond.removeAll(other.rights());
        return beyond;
    }

    String end() {
        return records == 0 ? "no record" : records + " records, the last one of " + lastTime;
    }
}
