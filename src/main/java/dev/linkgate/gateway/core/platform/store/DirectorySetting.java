package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Tries a directory that a setting names, so that a start says what would fail later. */
public final class DirectorySetting {

    private DirectorySetting() {}

    /**
     * Creates the directory if it is absent.
     *
     * @throws StartRefused if its files cannot be listed, or none can be made
     */
    public static void requireWritable(String setting, Path directory) {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
            }
            requireAccess(directory, AccessMode.READ, AccessMode.EXECUTE);
            Files.delete(Files.createTempFile(directory, ".", ".new"));
        } catch (IOException e) {
            throw refused(setting, e, "Give the gateway's user read and write access to it");
        }
    }

    /** @throws StartRefused if it is not there, or its files cannot be read */
    public static void requireReadable(String setting, Path directory) {
        try {
            requireAccess(directory, AccessMode.EXECUTE);
        } catch (IOException e) {
            throw refused(setting, e, "Give the gateway's user read access to it");
        }
    }

    private static void requireAccess(Path directory, AccessMode... modes) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        directory.getFileSystem().provider().checkAccess(directory, modes);
    }

    private static StartRefused refused(String setting, IOException e, String action) {
        return new StartRefused(
                "The directory of " + setting + " cannot be used: " + DataDirectory.reason(e) + ".",
                action + ", or set " + setting + " to another one.");
    }
}
