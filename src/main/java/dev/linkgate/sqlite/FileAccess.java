package dev.linkgate.sqlite;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restricts files to their owner, the gateway's own user. A file system without POSIX permissions is accepted with a
 * warning.
 */
public final class FileAccess {

    private static final Logger log = LoggerFactory.getLogger(FileAccess.class);
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE = PosixFilePermissions.fromString("----w--w-");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private FileAccess() {}

    /**
     * Creates the directory (mode 0700) if it is absent. A directory that others may read is accepted, because its
     * files are restricted to their owner.
     *
     * @throws StartRefused if it exists and others may change its content, or it belongs to another user
     */
    public static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, mode(directory, DIRECTORY));
        if (isPosix(directory)) {
            requireOwn(
                    directory,
                    OTHERS_WRITE,
                    "so others can change its content",
                    "Set LINKGATE_DATA_DIR (linkgate.data-dir) to a directory for the gateway alone, such as "
                            + directory.resolve("linkgate") + ", which the start makes. If this one is, replace the"
                            + " keys and tokens there, and take the right to write away from others.");
        } else {
            log.warn("Cannot check the access to {}: its file system has no POSIX permissions", directory);
        }
    }

    /** A new, empty file (mode 0600) with a unique name. */
    public static Path makeDraft(Path directory, String name) throws IOException {
        return Files.createTempFile(directory, name, ".new", mode(directory, FILE));
    }

    /** Creates the file (mode 0600) if it is absent; otherwise removes all rights of others. */
    public static void makePrivate(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, mode(file, FILE));
        } else if (isPosix(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** @throws StartRefused if others have any right to the file, or it belongs to another user */
    public static void requirePrivate(Path file) throws IOException {
        if (isPosix(file)) {
            requireOwn(
                    file,
                    OTHERS,
                    "so users other than its owner can access it",
                    "If that may have happened, replace the keys and tokens there. Then run `chmod 600 " + file + "`.");
        }
    }

    private static void requireOwn(Path file, Set<PosixFilePermission> forbidden, String consequence, String action)
            throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!Collections.disjoint(permissions, forbidden)) {
            throw new StartRefused(file + " has the mode " + octal(permissions) + ", " + consequence + ".", action);
        }
        UserPrincipal owner = Files.getOwner(file);
        UserPrincipal self = self(Files.isDirectory(file) ? file : Objects.requireNonNull(file.getParent()));
        if (!owner.equals(self)) {
            throw new StartRefused(
                    file + " belongs to " + owner.getName() + ", and the gateway runs as " + self.getName() + ".",
                    "If you trust its content, run `chown " + self.getName() + " " + file + "`.");
        }
    }

    /** The user that owns new files of the gateway. */
    private static UserPrincipal self(Path directory) throws IOException {
        Path probe = makeDraft(directory, "owner");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static FileAttribute<?>[] mode(Path place, Set<PosixFilePermission> permissions) {
        return isPosix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission each : PosixFilePermission.values()) {
            bits = bits << 1 | (permissions.contains(each) ? 1 : 0);
        }
        return "%04o".formatted(bits);
    }
}
