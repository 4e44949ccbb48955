package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A lock on a subject across all replicas. It holds no database connection while it is held. A lock whose holder was
 * killed or cut off expires by itself; its former holder {@linkplain Held#isHeld knows} when. The table
 * {@code link_lock} stores the held locks.
 */
@Component
public class DistributedLock {

    private static final Logger log = LoggerFactory.getLogger(DistributedLock.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private static final Duration RELEASE_PATIENCE = Duration.ofMillis(500);

    /**
     * The longest time of a lock: more than any lock needs. A lock further ahead was stored before the database's clock
     * was corrected.
     */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    /** What the last one in this replica's queue for a subject completes when it leaves. */
    private final ConcurrentHashMap<String, CompletableFuture<@Nullable Void>> queues = new ConcurrentHashMap<>();

    DistributedLock(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A lock that is held until it is closed, or expires. */
    public final class Held implements AutoCloseable {

        private final String subject;
        private final Tenure tenure;
        private final Place place;

        private Held(String subject, Tenure tenure, Place place) {
            this.subject = subject;
            this.tenure = tenure;
            this.place = place;
        }

        /** Whether surely no other holder has the lock. Quick, and for any thread. */
        public boolean isHeld() {
            return clock.isSurelyBefore(tenure.end());
        }

        @Override
        public void close() {
            release(subject, tenure.holder());
            place.leave();
        }
    }

    /**
     * A stored tenure of the lock.
     *
     * @param holder identifies it
     */
    private record Tenure(String holder, Instant end) {}

    /** A caller's place in this replica's queue for a subject. Only the first of the queue asks the database. */
    private final class Place {

        private final String subject;
        private final CompletableFuture<@Nullable Void> left = new CompletableFuture<>();
        private final @Nullable CompletableFuture<@Nullable Void> before;

        Place(String subject) {
            this.subject = subject;
            this.before = queues.put(subject, left);
        }

        /** @return false if the wait was over before that */
        boolean awaitFirst(LockWait wait) throws InterruptedException {
            while (before != null && !before.isDone()) {
                if (!wait.continues()) {
                    return false;
                }
                wait.await(before);
            }
            return true;
        }

        /** The next one is first when all before it have left. */
        void leave() {
            if (before == null) {
                end();
            } else {
                CompletableFuture<?> unused = before.thenRun(this::end);
            }
        }

        private void end() {
            queues.remove(subject, left);
            left.complete(null);
        }
    }

    /**
     * Locks a subject.
     *
     * @param longest the longest time that the work under the lock takes, at most an hour; then it is not {@linkplain
     *     Held#isHeld held} any more
     * @param patience how long to wait for the lock
     * @param mayWait asked once a second of the wait; its exception passes through
     * @return empty if the lock did not become free in that time, or the caller may not wait any longer
     */
    public Optional<Held> acquire(String subject, Duration longest, Duration patience, BooleanSupplier mayWait) {
        return acquire(subject, longest, patience, mayWait, BooleanSupplier::getAsBoolean);
    }

    /**
     * Locks a subject, as {@link #acquire(String, Duration, Duration, BooleanSupplier)} does.
     *
     * @param asking asks the database a question, which may go on when nobody waits any more; its exception passes
     *     through
     */
    public Optional<Held> acquire(
            String subject,
            Duration longest,
            Duration patience,
            BooleanSupplier mayWait,
            Predicate<BooleanSupplier> asking) {
        LockWait wait = new LockWait(patience, mayWait);
        Place place = new Place(subject);
        Optional<Tenure> tenure = Optional.empty();
        try {
            tenure = place.awaitFirst(wait) ? hold(subject, longest, wait, asking) : Optional.empty();
            return tenure.map(mine -> new Held(subject, mine, place));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (tenure.isEmpty()) {
                place.leave();
            }
        }
    }

    private Optional<Tenure> hold(String subject, Duration longest, LockWait wait, Predicate<BooleanSupplier> asking)
            throws InterruptedException {
        String holder = UUID.randomUUID().toString();
        long pause = FIRST_PAUSE_MILLIS;
        Optional<Tenure> tenure = insert(subject, holder, longest, asking);
        while (tenure.isEmpty()) {
            if (!wait.continues()) {
                return Optional.empty();
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause) + 1);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            tenure = insert(subject, holder, longest, asking);
        }
        return tenure;
    }

    /**
     * The work done under the lock stands, and its caller does not wait for a database that is away; the lock expires
     * by itself.
     */
    private void release(String subject, String holder) {
        Thread release = Thread.ofVirtual().name("lock-release").start(() -> delete(subject, holder));
        try {
            release.join(RELEASE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(String subject, String holder) {
        try {
            jdbc.sql("DELETE FROM link_lock WHERE subject = ? AND holder = ?")
                    .param(1, subject)
                    .param(2, holder)
                    .update();
        } catch (DataAccessException e) {
            log.warn("Could not release the lock of {}; it expires by itself: {}", subject, e.getMessage());
        }
    }

    private Optional<Tenure> insert(
            String subject, String holder, Duration longest, Predicate<BooleanSupplier> asking) {
        if (!clock.isTrusted()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Tenure tenure = new Tenure(holder, now.plus(longest).plus(DatabaseClock.TOLERANCE));
        AtomicBoolean decided = new AtomicBoolean(); // who comes first: the answer, or the end of the wait for it
        try {
            return asking.test(() -> insert(subject, tenure, now) && isAwaited(decided, subject, holder))
                    ? Optional.of(tenure)
                    : Optional.empty();
        } catch (RuntimeException e) {
            if (decided.getAndSet(true)) {
                release(subject, holder);
            }
            throw e;
        }
    }

    /** Whether somebody waits for the lock that was taken. Otherwise it is free again. */
    private boolean isAwaited(AtomicBoolean decided, String subject, String holder) {
        if (decided.getAndSet(true)) {
            delete(subject, holder);
            return false;
        }
        return true;
    }

    private boolean insert(String subject, Tenure tenure, Instant now) {
        return jdbc.sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES (?, ?, ?) ON CONFLICT (subject)"
                                + " DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at"
                                + " WHERE link_lock.expires_at < ? OR link_lock.expires_at > ?")
                        .param(1, subject)
                        .param(2, tenure.holder())
                        .param(3, Micros.of(tenure.end()))
                        .param(4, Micros.of(now))
                        .param(5, Micros.of(now.plus(LONGEST)))
                        .update()
                == 1;
    }

    /** The wait of one caller for a lock. It is asked at once and then once a second whether it may wait any longer. */
    static final class LockWait {

        private static final Duration RECHECK = Duration.ofSeconds(1);

        private final long end;
        private final BooleanSupplier mayWait;
        private long recheckAt = System.nanoTime();

        LockWait(Duration patience, BooleanSupplier mayWait) {
            this.end = System.nanoTime() + patience.toNanos();
            this.mayWait = mayWait;
        }

        /** Whether to wait any longer. An exception of the question passes through. */
        boolean continues() {
            long now = System.nanoTime();
            if (now - recheckAt >= 0) {
                recheckAt = now + RECHECK.toNanos();
                if (!mayWait.getAsBoolean()) {
                    return false;
                }
            }
            return end - now > 0;
        }

        /** Waits for an event, but not beyond the next question. */
        void await(CompletableFuture<?> event) throws InterruptedException {
            long now = System.nanoTime();
            try {
                event.get(Math.min(end - now, recheckAt - now), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // the caller decides whether to wait again
            } catch (ExecutionException | CancellationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
