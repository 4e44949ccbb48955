package dev.linkgate.cli.restore;

import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.DatabaseLock;
import dev.linkgate.sqlite.FileAccess;
import dev.linkgate.sqlite.Restoration;
import dev.linkgate.sqlite.Schema;
import dev.linkgate.sqlite.Soundness;
import dev.linkgate.sqlite.Sqlite;
import dev.linkgate.sqlite.Unsound;
import dev.linkgate.sqlite.WholeDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a backup in the place of the embedded database: checks a copy of it, compares it with the database that it
 * replaces, and exchanges the two.
 */
public final class Restore {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path backup;
    private final Path database;
    private final Instant now;
    private final boolean withoutComparison;
    private final List<String> report = new ArrayList<>();

    /**
     * @param backup the file of a backup
     * @param database what it replaces; may be absent
     * @param now names what is kept of that
     * @param withoutComparison whether the database that it replaces may be absent or unreadable, so that nothing shows
     *     that the backup is this gateway's
     */
    public Restore(Path backup, Path database, Instant now, boolean withoutComparison) {
        this.backup = backup;
        this.database = database;
        this.now = now;
        this.withoutComparison = withoutComparison;
    }

    /**
     * Does it.
     *
     * @param dryRun whether all is checked and compared, and nothing changed
     * @return what there is to say, in lines
     * @throws RestoreFailed if it was not done
     */
    public List<String> run(boolean dryRun) throws RestoreFailed {
        requireBackup();
        requireDirectory();
        try (DatabaseLock lock = DatabaseLock.of(database, Duration.ZERO)) {
            exchange(Restoration.of(database), dryRun);
        } catch (StartRefused e) {
            throw RestoreFailed.refused(e.getMessage() + " " + e.action());
        } catch (AccessDeniedException e) {
            throw RestoreFailed.refused("The file " + e.getFile() + " may not be read or written.");
        } catch (IOException e) {
            throw RestoreFailed.broken("A step failed: " + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + ". Nothing is lost. Correct that, and run the same command again before you start the gateway.");
        }
        return List.copyOf(report);
    }

    private void requireBackup() throws RestoreFailed {
        if (Files.notExists(backup)) {
            throw RestoreFailed.refused("There is no file " + backup + ".");
        }
        if (!Files.isRegularFile(backup)) {
            throw RestoreFailed.refused(backup + " is no file. A backup is one file, such as /backup/linkgate.db.");
        }
        try {
            if (Files.exists(database) && Files.isSameFile(backup, database)) {
                throw RestoreFailed.refused(backup + " is the database itself, not a backup of it.");
            }
        } catch (IOException e) {
            throw RestoreFailed.refused("The file " + backup + " cannot be read: " + e.getMessage());
        }
    }

    /** A name that was mistyped must not look like a restore. */
    private void requireDirectory() throws RestoreFailed {
        Path directory = database.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw RestoreFailed.refused(
                    "There is no directory " + directory
                            + ". On a new machine make it first, for the gateway's user alone, with the file master-key in it.");
        }
    }

    private void exchange(Restoration restoration, boolean dryRun) throws IOException, RestoreFailed {
        restoration.closeIfDone(NAME.format(now));
        boolean staged = false;
        try {
            Path copy = restoration.stage(backup);
            compare(copy, checked(copy), restoration.replaced());
            staged = true;
        } finally {
            if (!staged || dryRun) {
                restoration.discard();
            }
        }
        if (dryRun) {
            report.add("Nothing was changed: that was a dry run.");
            return;
        }
        Optional<Path> kept = restoration.finish(NAME.format(now));
        Path note = WholeDatabase.note(database);
        FileAccess.makePrivate(note);
        Files.write(note, report, StandardCharsets.UTF_8);
        report.add("The backup is in its place, " + database + ".");
        kept.ifPresent(place -> report.add("What was there is kept in " + place + "."));
        report.add("Now start the gateway. docs/restore.md says what to look at then.");
    }

    /** Checks a copy, and makes one file of it. */
    private Contents checked(Path copy) throws IOException, RestoreFailed {
        try {
            WholeDatabase.checkFiles(copy);
            try (Connection connection = Sqlite.open(copy, false)) {
                Schema schema = Schema.read(connection);
                if (!schema.isPublished()) {
                    throw RestoreFailed.broken(backup + " is no database of a gateway from 0.4.0 on.");
                }
                if (!schema.unknown().isEmpty()) {
                    throw RestoreFailed.broken(backup + " was written by a newer version of the gateway, which has "
                            + schema.unknown().getLast() + ". Use that version.");
                }
                Soundness.check(connection, Long.MAX_VALUE);
                TrailCheck.check(connection);
                try (Statement statement = connection.createStatement()) {
                    // A first change, so that the log that begins with it is not taken for one of another state.
                    statement.execute("PRAGMA user_version = 1");
                    statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                }
                Contents contents = Contents.read(connection, now);
                report.add("The backup is whole: " + contents.end() + ", schema " + schema.version() + ".");
                return contents;
            }
        } catch (Unsound e) {
            throw RestoreFailed.broken(backup + " is not a good backup: " + e.getMessage() + ".");
        } catch (SQLException e) {
            throw RestoreFailed.broken(backup + " is not a good backup: " + Sqlite.reason(e) + ".");
        }
    }

    private void compare(Path copy, Contents coming, Path replaced) throws IOException, RestoreFailed {
        if (Files.notExists(replaced) || Files.size(replaced) == 0) {
            uncompared("there is no database at " + database);
            return;
        }
        try {
            WholeDatabase.checkFiles(replaced);
            try (Connection connection = Sqlite.open(replaced, true)) {
                Contents going = Contents.read(connection, now);
                requireOlder(copy, coming, connection, going);
                report.add("It replaces " + going.end() + ": " + (going.records() - coming.records())
                        + " records of the audit trail are lost.");
                listRights(coming, going);
            }
        } catch (Unsound e) {
            uncompared("what is at " + database + " cannot be read: " + e.getMessage());
        } catch (SQLException e) {
            uncompared("what is at " + database + " cannot be read: " + Sqlite.reason(e));
        }
    }

    private void uncompared(String why) throws RestoreFailed {
        if (!withoutComparison) {
            throw RestoreFailed.refused("Nothing shows that " + backup + " is a backup of this gateway: " + why
                    + ". If you know that it is, say --without-comparison.");
        }
        report.add("The backup is compared with nothing: " + why
                + ". So look through all teams, keys and grants when the gateway has started.");
    }

    /** Requires that both trails are the same up to the end of the shorter one, and that this is the backup's. */
    private void requireOlder(Path copy, Contents coming, Connection replaced, Contents going)
            throws SQLException, RestoreFailed {
        boolean isOlder = coming.records() <= going.records();
        Contents shorter = isOlder ? coming : going;
        Optional<String> hash;
        try (Connection staged = Sqlite.open(copy, false)) {
            hash = Contents.hash(isOlder ? replaced : staged, shorter.records());
        }
        String problem = null;
        if (hash.isEmpty() || shorter.records() == 0) {
            problem = " cannot be told from a backup of another gateway: its trail and that of " + database
                    + " have no record in common, because there is none, or it was archived";
        } else if (!hash.get().equals(shorter.lastHash())) {
            problem = " is a backup of another gateway, or of one before an earlier restore: record "
                    + shorter.records() + " of its trail is not that of " + database;
        } else if (!isOlder) {
            problem = " is newer than " + database + ", which has the first " + going.records() + " of its "
                    + coming.records() + " records";
        }
        if (problem != null) {
            throw RestoreFailed.broken(backup + problem + ". If you mean it, move the files of " + database
                    + " away first, and say --without-comparison.");
        }
    }

    private void listRights(Contents coming, Contents going) {
        list("In force again, because it ended or changed since the backup:", coming.rightsBeyond(going));
        list("No longer there, because it is newer than the backup:", going.rightsBeyond(coming));
        List<String> keys = new ArrayList<>(coming.masterKeys());
        keys.removeAll(going.masterKeys());
        if (!keys.isEmpty() && !going.masterKeys().isEmpty()) {
            report.add("The gateway needs the master keys of that time, too, in linkgate.master-key: "
                    + String.join(", ", keys));
        }
    }

    private void list(String title, List<String> rights) {
        if (!rights.isEmpty()) {
            report.add(title);
            rights.forEach(right -> report.add("  " + right));
        }
    }

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

        /** Keys and identities that have expired are none. */
        private static final String VALID = " WHERE expires_at IS NULL OR expires_at > ";

        /** The queries for rights, in the order in which the rights are shown. */
        private static final List<String> RIGHTS = List.of(
                "SELECT 'team ' || name FROM team",
                "SELECT 'grant of team ' || team || ': ' || role || ' on project ' || project_id FROM project_grant",
                "SELECT 'administrator ' || name || ': ' || scopes FROM administrator",
                "SELECT 'key ' || id || ' of ' || coalesce('team ' || team, 'administrator ' || administrator)"
                        + " || ' (' || label || ')' FROM api_key" + VALID,
                "SELECT 'identity ' || name || ' of ' || coalesce('team ' || team, 'administrator ' || administrator)"
                        + " || ': ' || issuer || ' ' || claims FROM identity" + VALID,
                "SELECT 'credential ' || name || ' with the fingerprint ' || fingerprint FROM credential",
                "SELECT 'webhook ' || name || ' to ' || url FROM webhook WHERE enabled");

        private static final List<String> CIPHERTEXTS = List.of("credential", "webhook", "gateway_key");

        static Contents read(Connection connection, Instant now) throws SQLException {
            Set<String> rights = new LinkedHashSet<>();
            for (String kind : RIGHTS) {
                String sql = kind.endsWith(VALID) ? kind + ChronoUnit.MICROS.between(Instant.EPOCH, now) : kind;
                Sqlite.column(connection, sql + " ORDER BY 1").stream()
                        .map(right -> right.replaceAll("\\p{C}", " ")) // for the log of the next start
                        .forEach(rights::add);
            }
            Set<String> masterKeys = new LinkedHashSet<>();
            for (String table : CIPHERTEXTS) {
                Sqlite.column(connection, "SELECT ciphertext FROM " + table)
                        .forEach(ciphertext -> addMasterKey(ciphertext, masterKeys));
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

        /** The hash of a record, which the one behind it has, too; empty if both were archived. */
        static Optional<String> hash(Connection connection, long sequence) throws SQLException {
            return Sqlite.column(
                            connection,
                            "SELECT CASE WHEN sequence = " + sequence + " THEN hash ELSE previous_hash END"
                                    + " FROM audit_record WHERE sequence BETWEEN " + sequence + " AND " + (sequence + 1)
                                    + " ORDER BY sequence LIMIT 1")
                    .stream()
                    .findFirst();
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
}
