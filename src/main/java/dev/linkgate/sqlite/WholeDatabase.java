package dev.linkgate.sqlite;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a database that was only half put back: a file that was copied over the database while the log of another
 * state lay beside it, one that was not copied to its end, or one that lacks tables. SQLite opens each of them without
 * a word.
 */
public final class WholeDatabase {

    /** The suffixes of SQLite's files beside a database. SQLite creates them with the mode of the database itself. */
    public static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

    /** The newest records of the trail, which are what a log has in any case. */
    private static final long LAST_RECORDS = 1_000;

    private WholeDatabase() {}

    /**
     * Looks at the files before the gateway opens them. It takes milliseconds, for it reads no more than the log beside
     * the database, unless that does not tell.
     *
     * @throws StartRefused if they are not one database
     */
    public static void requireFiles(Path database) throws IOException {
        if (Restoration.of(database).isUnfinished()) {
            throw refused(database, "a restore of a backup was cut off, and has to be repeated");
        }
        try {
            checkFiles(database);
        } catch (Unsound e) {
            throw refused(database, e.getMessage());
        }
    }

    /** Compares the files of a database with each other. Nothing is changed. */
    public static void checkFiles(Path database) throws IOException, Unsound {
        if (Files.notExists(database)) {
            return;
        }
        PageOne header = header(database);
        WriteAheadLog log = WriteAheadLog.read(Path.of(database + "-wal"));
        if (!log.fits(header)) {
            throw new Unsound("the log beside it, " + database.getFileName()
                    + "-wal, belongs to another state of it: one of the two files was replaced");
        }
        if (log.isVagueOf(header)) {
            try (Connection connection = Sqlite.open(database, true)) {
                Soundness.check(connection, LAST_RECORDS); // which takes longer
            } catch (SQLException e) {
                throw new Unsound(Sqlite.reason(e));
            }
        }
        if (log.isEmpty() && Files.size(database) < header.pages() * header.pageSize()) {
            throw new Unsound("its file ends too early: it has " + Files.size(database) + " of "
                    + header.pages() * header.pageSize() + " bytes");
        }
    }

    private static PageOne header(Path database) throws IOException, Unsound {
        try (InputStream file = Files.newInputStream(database)) {
            return PageOne.of(file.readNBytes(PageOne.LENGTH));
        }
    }

    /**
     * Looks for the tables of the migrations that the database says it has.
     *
     * @throws StartRefused if some are missing
     */
    public static void requireTables(Path database, Connection connection) throws SQLException {
        List<String> missing = Schema.read(connection).missing();
        if (!missing.isEmpty()) {
            throw refused(database, "it lacks the tables " + String.join(", ", missing));
        }
    }

    /** The file beside a database in which a restore says what came back with it, for the next start. */
    public static Path note(Path database) {
        return Path.of(database + "-returned");
    }

    private static StartRefused refused(Path database, @Nullable String why) {
        return refused(database.toString(), String.valueOf(why));
    }

    /**
     * The start's refusal of a database.
     *
     * @param why a clause whose subject it is
     */
    public static StartRefused refused(String database, String why) {
        return new StartRefused(
                "The database " + database + " is not whole: " + why + ".",
                "Put a backup back with `java -jar linkgate.jar restore BACKUP`, which keeps what is there aside"
                        + " (docs/restore.md).");
    }
}
