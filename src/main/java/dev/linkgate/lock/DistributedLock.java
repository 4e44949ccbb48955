package dev.linkgate.lock;

import dev.linkgate.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A lock on a subject across all replicas. It holds no database connection while it is held. A lock whose holder was
 * killed expires by itself. The table {@code turn} stores the held locks.
 */
@Component
public class DistributedLock {

    private static final Logger log = LoggerFactory.getLogger(DistributedLock.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Queue> queues = new ConcurrentHashMap<>();

    /** This replica's waiters for one subject; only the first of them asks the database. */
    private record Queue(Semaphore place, int members) {}

    DistributedLock(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A lock that is held until it is closed. */
    public final class Held implements AutoCloseable {

        private final String subject;
        private final String holder;
        private final Queue queue;

        private Held(String subject, String holder, Queue queue) {
            this.subject = subject;
            this.holder = holder;
            this.queue = queue;
        }

        @Override
        public void close() {
            release(subject, holder);
            queue.place().release();
            leave(subject);
        }
    }

    /**
     * Locks a subject.
     *
     * @param longest the longest time that the work under the lock takes; the lock expires after it, so the work must
     *     have ended by then
     * @param patience how long to wait for the lock
     * @return empty if the lock did not become free in that time
     */
    public Optional<Held> acquire(String subject, Duration longest, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Queue queue = enter(subject);
        boolean first = false;
        Optional<String> holder = Optional.empty();
        try {
            first = queue.place().tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            holder = first ? hold(subject, longest, end) : Optional.empty();
            return holder.map(mine -> new Held(subject, mine, queue));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (holder.isEmpty()) {
                if (first) {
                    queue.place().release();
                }
                leave(subject);
            }
        }
    }

    private Queue enter(String subject) {
        return queues.compute(
                subject,
                (key, queue) -> queue == null
                        ? new Queue(new Semaphore(1, true), 1)
                        : new Queue(queue.place(), queue.members() + 1));
    }

    private void leave(String subject) {
        queues.computeIfPresent(
                subject, (key, queue) -> queue.members() == 1 ? null : new Queue(queue.place(), queue.members() - 1));
    }

    private Optional<String> hold(String subject, Duration longest, long end) throws InterruptedException {
        String holder = UUID.randomUUID().toString();
        long pause = FIRST_PAUSE_MILLIS;
        while (!insert(subject, holder, longest)) {
            if (System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause) + 1);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return Optional.of(holder);
    }

    /** The work done under the lock stands even if this fails; the lock then expires by itself. */
    private void release(String subject, String holder) {
        try {
            jdbc.sql("DELETE FROM turn WHERE subject = ? AND holder = ?")
                    .param(1, subject)
                    .param(2, holder)
                    .update();
        } catch (DataAccessException e) {
            log.warn("Could not release the lock of {}; it expires by itself: {}", subject, e.getMessage());
        }
    }

    private boolean insert(String subject, String holder, Duration longest) {
        Instant now = clock.instant();
        return jdbc.sql("INSERT INTO turn (subject, holder, until) VALUES (?, ?, ?) ON CONFLICT (subject)"
                                + " DO UPDATE SET holder = excluded.holder, until = excluded.until"
                                + " WHERE turn.until < ?")
                        .param(1, subject)
                        .param(2, holder)
                        .param(3, Micros.of(now.plus(longest)))
                        .param(4, Micros.of(now))
                        .update()
                == 1;
    }
}
