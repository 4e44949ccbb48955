package dev.linkgate.sqlite;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second process from using an SQLite database: a lock of the operating system on a file beside it. The system
 * releases it when the process ends, however it ends, so the file that remains locks nothing.
 */
public final class DatabaseLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseLock.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final FileChannel channel;

    private DatabaseLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks the database, for this process.
     *
     * @param patience how long to wait for a process that is just ending
     * @throws StartRefused if another process has the lock until then
     * @throws IOException if the file system has no locks, or the file cannot be written
     */
    public static DatabaseLock of(Path database, Duration patience) throws IOException {
        Path file = Path.of(database + "-lock");
        FileAccess.makePrivate(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (!acquired(channel) && !acquiredInTime(channel, database, patience)) {
                throw refused(database);
            }
            return new DatabaseLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean acquiredInTime(FileChannel channel, Path database, Duration patience) throws IOException {
        if (patience.isZero()) {
            return false;
        }
        log.warn("Another process uses {}; waiting up to {} s for its end", database, patience.toSeconds());
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < patience.toNanos()) {
            try {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (acquired(channel)) {
                return true;
            }
        }
        return false;
    }

    private static boolean acquired(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return true; // this process has it already
        }
    }

    private static StartRefused refused(Path database) {
        return new StartRefused(
                "Another process uses the database " + database + ".",
                "An SQLite database is for one process. Stop the other one, or set LINKGATE_DATA_DIR"
                        + " (linkgate.data-dir) to another directory. Several replicas need PostgreSQL.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
