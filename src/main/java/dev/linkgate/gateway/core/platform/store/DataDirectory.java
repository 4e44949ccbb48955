package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.DatabaseLock;
import dev.linkgate.sqlite.FileAccess;
import dev.linkgate.sqlite.WholeDatabase;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The directory of the embedded database and of the generated keys; only the gateway's own user has access. It is
 * neither created nor checked before its first use.
 */
@Component
public final class DataDirectory implements AutoCloseable {

    /** A process that is stopped by a signal may need this long to finish its requests, and no start waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path directory;
    private final Duration patience;
    private final List<DatabaseLock> locks = new ArrayList<>();

    @Autowired
    public DataDirectory(@Value("${linkgate.data-dir}") Path directory) {
        this(directory, PATIENCE);
    }

    /** @param patience how long to wait for another process to release a database */
    DataDirectory(Path directory, Duration patience) {
        this.directory = directory;
        this.patience = patience;
    }

    /** The path of a file of this name, which may not exist. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * The content of the file. If it is absent, the generator's text is stored in the file (mode 0600) and returned.
     *
     * @throws StartRefused if other users could read or change it, or it cannot be used
     */
    public String generated(String name, Supplier<String> generator) {
        Path file = file(name);
        try {
            FileAccess.makeDirectory(directory);
            if (Files.notExists(file)) {
                String text = generator.get() + "\n";
                Path draft = FileAccess.makeDraft(directory, name);
                // Forced to the disk, because a key lost in a crash makes its ciphertexts useless.
                Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            FileAccess.requirePrivate(file);
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Makes sure that an SQLite database exists, that it and its side files are accessible only to the gateway's user
     * (mode 0600), and that no other process uses it until {@link #close()}.
     *
     * @param database in this directory or elsewhere
     * @throws StartRefused if that is impossible, if others may change this directory, if another process uses the
     *     database, or if it is not {@linkplain WholeDatabase#requireFiles whole}
     */
    void prepareDatabase(Path database) {
        try {
            if (absolute(directory).equals(absolute(database).getParent())) {
                FileAccess.makeDirectory(directory);
            }
            locks.add(DatabaseLock.of(database, patience));
            WholeDatabase.requireFiles(database);
            FileAccess.makePrivate(database);
            for (String suffix : WholeDatabase.BESIDE) {
                Path beside = Path.of(database + suffix);
                if (Files.exists(beside)) {
                    FileAccess.makePrivate(beside);
                }
            }
        } catch (IOException e) {
            throw unusable(database, e);
        }
    }

    /** Lets other processes use the database. The context closes it after the connections, which need it. */
    @Override
    public void close() throws IOException {
        for (DatabaseLock lock : locks) {
            lock.close();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static StartRefused unusable(Path file, IOException e) {
        return new StartRefused(
                "The file " + file + " cannot be used: " + reason(e) + ".",
                "Free space there, give the gateway's user read and write access, or set LINKGATE_DATA_DIR"
                        + " (linkgate.data-dir) to another directory.");
    }

    /** The system's words, where the exception has them. */
    static String reason(IOException e) {
        String words = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        if (words != null) {
            return words;
        }
        return switch (e) {
            case NoSuchFileException absent -> "it does not exist";
            case AccessDeniedException denied -> "access is denied";
            case FileAlreadyExistsException other -> other.getFile() + " is a file";
            case NotDirectoryException file -> "it is no directory";
            default -> e.getClass().getSimpleName();
        };
    }
}
