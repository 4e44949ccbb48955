package dev.linkgate.store;

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
     * Waits until it is this writer's turn.
     *
     * @throws SQLException {@code SQLITE_BUSY} if that took too long, {@code SQLITE_INTERRUPT} if the thread is
     *     interrupted
     */
    void enter() throws SQLException {
        try {
            if (!place.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SQLiteException("other writers took too long", SQLiteErrorCode.SQLITE_BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLiteException("interrupted while others wrote", SQLiteErrorCode.SQLITE_INTERRUPT);
        }
    }

    void leave() {
        place.release();
    }
}
