package dev.linkgate.gateway.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of an embedded database.
 *
 * @param database absent when the database is a server, or in memory
 */
public record DatabaseFiles(@Nullable Path database) {

    /** @param url the JDBC URL */
    static DatabaseFiles of(String url) {
        if (!url.startsWith(StoreConfiguration.SQLITE)) {
            return new DatabaseFiles(null);
        }
        String file = url.substring(StoreConfiguration.SQLITE.length())
                .replaceFirst("^file:", "")
                .replaceFirst("\\?.*", "");
        return new DatabaseFiles(
                file.isEmpty() || file.startsWith(":") ? null : Path.of(file).toAbsolutePath());
    }

    /** Absent if the database is. */
    public @Nullable Path directory() {
        return database == null ? null : database.getParent();
    }
}
