package dev.linkgate.lock;

import dev.linkgate.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets one at a time do something about a subject, across all replicas, without holding a connection meanwhile. A lock
 * that its holder does not give back, because it was killed, ends by itself. The table of those held is {@code turn}.
 */
@Component
public class DistributedLock {

    private static final Logger log = LoggerFactory.getLogger(DistributedLock.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Queue> queues = new ConcurrentHashMap<>();

    /** Those of this replica who want the same; only the first of them asks the database. */
    private record Queue(Semaphore place, int members) {}

    DistributedLock(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Does something once it has the subject's lock.
     *
     * @param longest what the work takes at most; the lock ends after that, so the work must have ended too
     * @param patience how long to wait for the lock
     * @param late what is thrown if it does not become free
     */
    public <T> T runLocked(
            String subject,
            Duration longest,
            Duration patience,
            Supplier<? extends RuntimeException> late,
            Supplier<T> work) {
        long end = System.nanoTime() + patience.toNanos();
        Queue queue = enter(subject);
        try {
            if (!queue.place().tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw late.get();
            }
            try {
                return alone(subject, longest, end, late, work);
            } finally {
                queue.place().release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late.get();
        } finally {
            leave(subject);
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

    private <T> T alone(
            String subject, Duration longest, long end, Supplier<? extends RuntimeException> late, Supplier<T> work)
            throws InterruptedException {
        String holder = UUID.randomUUID().toString();
        long pause = FIRST_PAUSE_MILLIS;
        while (!acquire(subject, holder, longest)) {
            if (System.nanoTime() - end >= 0) {
                throw late.get();
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause) + 1);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        try {
            return work.get();
        } finally {
            giveBack(subject, holder);
        }
    }

    /** What the work came to stands, whether or not this succeeds: then the lock ends by itself. */
    private void giveBack(String subject, String holder) {
        try {
            jdbc.sql("DELETE FROM turn WHERE subject = ? AND holder = ?")
                    .param(1, subject)
                    .param(2, holder)
                    .update();
        } catch (DataAccessException e) {
            log.warn("The lock on {} could not be given back and ends by itself: {}", subject, e.getMessage());
        }
    }

    private boolean acquire(String subject, String holder, Duration longest) {
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
