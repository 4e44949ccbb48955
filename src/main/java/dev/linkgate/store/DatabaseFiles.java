package dev.linkgate.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of an embedded database are.
 *
 * @param directory absent when the database is a server, or in memory
 */
public record DatabaseFiles(@Nullable Path directory) {

    /** @param url as JDBC has it */
    static DatabaseFiles of(String url) {
        if (!url.startsWith(StoreConfiguration.SQLITE)) {
            return new DatabaseFiles(null);
        }
        String file = url.substring(StoreConfiguration.SQLITE.length())
                .replaceFirst("^file:", "")
                .replaceFirst("\\?.*", "");
        return new DatabaseFiles(
                file.isEmpty() || file.startsWith(":")
                        ? null
                        : Path.of(file).toAbsolutePath().getParent());
    }
}
