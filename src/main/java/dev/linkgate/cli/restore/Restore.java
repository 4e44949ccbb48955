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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup in the place of the embedded database: checks a copy of it, compares it with the database that it replaces,
 * and exchanges the two.
 */
public final class Restore {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path backup;
    private final Path database;
    private final Instant now;
    private final List<String> report = new ArrayList<>();

    /**
     * @param backup the file of a backup
     * @param database what it replaces; may be absent
     * @param now names what is kept of that
     */
    public Restore(Path backup, Path database, Instant now) {
        this.backup = backup;
        this.database = database;
        this.now = now;
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
            compare(checked(copy), restoration.replaced());
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
                if (schema.version().isEmpty()) {
                    throw RestoreFailed.broken(backup + " is no database of a gateway.");
                }
                if (!schema.unknown().isEmpty()) {
                    throw RestoreFailed.broken(backup + " was written by a newer version of the gateway, which has "
                            + schema.unknown().getLast() + ". Use that version.");
                }
                Soundness.check(connection, Long.MAX_VALUE);
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

    private void compare(Contents coming, Path replaced) throws IOException, RestoreFailed {
        if (Files.notExists(replaced) || Files.size(replaced) == 0) {
            report.add("There is no database at " + database + ", so nothing tells what has ended since the backup.");
            return;
        }
        String problem = null;
        try {
            WholeDatabase.checkFiles(replaced);
            try (Connection connection = Sqlite.open(replaced, true)) {
                problem = compare(coming, connection);
            }
        } catch (Unsound e) {
            report.add(unread(e.getMessage()));
        } catch (SQLException e) {
            report.add(unread(Sqlite.reason(e)));
        }
        if (problem != null) {
            throw RestoreFailed.broken(problem);
        }
    }

    private static String unread(@Nullable String why) {
        return "The database in its place is not compared with the backup: " + why
                + ". So look through all teams, keys and grants when the gateway has started.";
    }

    /** @return why the backup is not one of this gateway */
    private @Nullable String compare(Contents coming, Connection connection) throws SQLException {
        Contents going = Contents.read(connection, now);
        boolean isOlder = coming.records() <= going.records();
        boolean same =
                isOlder ? Contents.hasRecord(connection, coming.records(), coming.lastHash()) : going.records() == 0;
        if (isOlder && coming.records() > 0 && !same) {
            return backup + " is a backup of another gateway, or of one before an earlier restore: record "
                    + coming.records()
                    + " of its trail is not that of " + database + ". If you mean it, move the files of " + database
                    + " away first.";
        }
        report.add("It replaces " + going.end()
                + (isOlder
                        ? ": " + (going.records() - coming.records()) + " records of the audit trail are lost."
                        : "."));
        list("In force again, because it ended or changed since the backup:", coming.rightsBeyond(going));
        list("No longer there, because it is newer than the backup:", going.rightsBeyond(coming));
        List<String> keys = new ArrayList<>(coming.masterKeys());
        keys.removeAll(going.masterKeys());
        if (!keys.isEmpty() && !going.masterKeys().isEmpty()) {
            report.add("The gateway needs the master keys of that time, too, in linkgate.master-key: "
                    + String.join(", ", keys));
        }
        return null;
    }

    private void list(String title, List<String> rights) {
        if (!rights.isEmpty()) {
            report.add(title);
            rights.forEach(right -> report.add("  " + right));
        }
    }
}
