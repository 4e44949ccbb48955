package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.sqlite.WholeDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of an embedded database.
 *
 * @param database absent when the database is a server, or in memory
 */
public record DatabaseFiles(@Nullable Path database) {

    private static final List<String> WRITTEN = List.of("", "-wal", "-shm");

    /** @param url the JDBC URL */
    public static DatabaseFiles of(String url) {
        if (!url.startsWith(StoreConfiguration.SQLITE)) {
            return new DatabaseFiles(null);
        }
        String file = url.substring(StoreConfiguration.SQLITE.length())
                .replaceFirst("^file:", "")
                .replaceFirst("\\?.*", "");
        return new DatabaseFiles(
                file.isEmpty() || file.startsWith(":") ? null : Path.of(file).toAbsolutePath());
    }

    /**
     * Requires that existing files can be written. SQLite would open them for reading only, and that would outlast its
     * cause: all connections of a process share what the first one has opened.
     *
     * @throws SQLException if a file is read-only
     */
    void requireWritable() throws SQLException {
        if (database == null) {
            return;
        }
        for (String suffix : WRITTEN) {
            Path file = Path.of(database + suffix);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw new SQLException("the file " + file.getFileName() + " is read-only");
            }
        }
    }

    /** Where the restore of a backup notes what has returned with it; absent if the database is. */
    public @Nullable Path restoreNote() {
        return database == null ? null : WholeDatabase.note(database);
    }

    /** Absent if the database is. */
    public @Nullable Path directory() {
        return database == null ? null : database.getParent();
    }
}
