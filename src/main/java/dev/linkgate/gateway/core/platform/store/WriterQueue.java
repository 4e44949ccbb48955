package dev.linkgate.gateway.core.platform.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Lets the connections of this process write to an SQLite database one after another, in the order in which they ask.
 *
 * <p>SQLite has one writer at a time. By itself it lets the others look for the free database again and again, with
 * pauses of up to 100 ms: who looks at the wrong moments waits for seconds beside a busy writer, and a virtual thread
 * keeps its processor while it waits there.
 */
final class WriterQueue {

    private final Semaphore place = new Semaphore(1, true);
    private final Duration patience;

    /** @param patience how long a writer waits */
    WriterQueue(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits until it is this writer's turn. An interrupt does not end the wait, as it does not end SQLite's own, so
     * that an interrupted request can still record and release what it must.
     *
     * @throws SQLException {@code SQLITE_BUSY} if that took too long
     */
    void enter() throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (!hasEntered(end)) {
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return false if the thread was interrupted */
    private boolean hasEntered(long end) throws SQLException {
        try {
            if (!place.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new SQLiteException("other writers took too long", SQLiteErrorCode.SQLITE_BUSY);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    void leave() {
        place.release();
    }
}
