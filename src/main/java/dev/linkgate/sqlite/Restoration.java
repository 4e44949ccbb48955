package dev.linkgate.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a database in the place of another one, whose files it keeps together in a directory of their own.
 *
 * <pre>
 *     linkgate.db-restore/new      the database to come, until it is checked; may be removed at any time
 *     linkgate.db-restore/linkgate.db…    the files that it replaces, moved one by one, the database itself last
 *     linkgate.db-replaced-…/      the same directory under its last name, when the new database is in its place
 * </pre>
 *
 * <p>Each step is one rename within a file system. While files of the old database are in the directory of the restore,
 * no gateway starts, because what is left in their place is not whole; the same call again does the rest. Nothing is
 * ever removed that was not made here.
 */
public final class Restoration {

    private static final String NEW = "new";

    private final Path database;
    private final Path directory;

    private Restoration(Path database, Path directory) {
        this.database = database;
        this.directory = directory;
    }

    /** The restoration of the database at this path. */
    public static Restoration of(Path database) {
        Path absolute = database.toAbsolutePath().normalize();
        return new Restoration(absolute, absolute.resolveSibling(absolute.getFileName() + "-restore"));
    }

    /** Whether a call of {@link #finish} was cut off when files had been moved. */
    public boolean isUnfinished() throws IOException {
        if (Files.notExists(directory)) {
            return false;
        }
        String name = String.valueOf(database.getFileName());
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith(name));
        }
    }

    /**
     * The database that is to be replaced. If a call was cut off while it moved the files, it moves the others, so that
     * the database is not read without its log.
     */
    public Path replaced() throws IOException {
        if (!isUnfinished()) {
            return database;
        }
        moveReplaced();
        return directory.resolve(database.getFileName());
    }

    /** Copies a database and, if it has one, its log into the directory of the restore, where it can be opened. */
    public Path stage(Path backup) throws IOException {
        discard();
        FileAccess.makeDirectory(directory);
        Path staged = directory.resolve(NEW);
        for (String suffix : List.of("", "-wal")) {
            Path file = Path.of(backup + suffix);
            if (Files.exists(file)) {
                Path copy = Path.of(staged + suffix);
                FileAccess.makePrivate(copy);
                try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                        FileChannel to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    for (long at = 0; at < from.size(); ) {
                        at += from.transferTo(at, from.size() - at, to);
                    }
                }
            }
        }
        return staged;
    }

    /** Removes what {@link #stage} has made. */
    public void discard() throws IOException {
        Files.deleteIfExists(directory.resolve(NEW));
        for (String suffix : WholeDatabase.BESIDE) {
            Files.deleteIfExists(directory.resolve(NEW + suffix));
        }
        if (!isUnfinished()) {
            Files.deleteIfExists(directory);
        }
    }

    /**
     * Puts the staged database, which no process has open, in its place.
     *
     * @param time names the directory of what it replaces
     * @return that directory; empty if there was nothing to replace
     * @throws IOException if a step failed; the same call again does the rest
     */
    public Optional<Path> finish(String time) throws IOException {
        Path staged = directory.resolve(NEW);
        for (String suffix : WholeDatabase.BESIDE) {
            if (Files.exists(Path.of(staged + suffix))) {
                throw new IOException(staged + suffix + " is there, so somebody has the database open");
            }
        }
        sync(staged, StandardOpenOption.WRITE);
        moveReplaced();
        move(staged, database);
        return close(time);
    }

    private void moveReplaced() throws IOException {
        List<String> suffixes = new ArrayList<>(WholeDatabase.BESIDE);
        suffixes.add(""); // last, so that the log is never without its database
        for (String suffix : suffixes) {
            Path file = Path.of(database + suffix);
            if (Files.exists(file)) {
                move(file, directory.resolve(file.getFileName()));
            }
        }
    }

    /** Gives the directory of a restore its last name, if all but that was done before the call was cut off. */
    public void closeIfDone(String time) throws IOException {
        if (Files.exists(directory.resolve(database.getFileName())) && Files.exists(database)) {
            discard();
            close(time);
        }
    }

    private Optional<Path> close(String time) throws IOException {
        if (!isUnfinished()) {
            Files.delete(directory);
            return Optional.empty();
        }
        Path kept = database.resolveSibling(database.getFileName() + "-replaced-" + time);
        move(directory, kept);
        return Optional.of(kept);
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            throw new IOException(to + " is there already");
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        for (Path file : List.of(to, from)) {
            sync(Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
