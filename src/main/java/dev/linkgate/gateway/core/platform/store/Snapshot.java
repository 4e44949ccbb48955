package dev.linkgate.gateway.core.platform.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A part of the database held in memory as one immutable value, so that reading it costs no query. After a change all
 * of it is read again, once for all changes until then.
 *
 * <p>Invariants: (1) every change raises the number of its topic by one, in its own transaction, so the numbers are in
 * the order of the commits; (2) the number is read before the data, so what changes in between is read again later;
 * (3) a change through this object is seen by the next {@link #get()}, if the database still answers after it.
 */
public final class Snapshot<T> {

    private static final Logger log = LoggerFactory.getLogger(Snapshot.class);

    /**
     * How long a snapshot is new enough. Together with the second between two questions of lasting work this is the 5 s
     * within which a change takes effect.
     */
    private static final Duration NEW_ENOUGH = Duration.ofSeconds(4);

    /** How long a caller waits for another one's check, and the time after which the database counts as unreachable. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How long a caller waits for its own check. */
    private static final Duration CHECK = Duration.ofSeconds(3);

    /** How long it waits while the database does not answer: long enough for a check, once it does. */
    private static final Duration BRIEF = Duration.ofMillis(20);

    /** The shortest time between the beginnings of two checks, because anybody may cause them. */
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(100);

    private final String topic;
    private final Supplier<T> source;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongSupplier nanoTime;
    private final ReentrantLock updating = new ReentrantLock();
    private volatile @Nullable Loaded<T> loaded;

    /** The last time at which the value was known to be current, by the gateway's monotonic clock. */
    private volatile long confirmedNanos;

    /** Whether the database did not answer the last check. */
    private volatile boolean unreachable;

    private volatile boolean checking;

    /** When the last check began, whether it is under way, has failed or has succeeded. */
    private volatile long checkBegunNanos;

    /** Whether the last check failed; it is reported once. Guarded by the lock. */
    private boolean failing;

    /** @param number of the last change that the value has */
    private record Loaded<T>(long number, T value) {}

    Snapshot(
            String topic,
            Supplier<T> source,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LongSupplier nanoTime) {
        this.topic = topic;
        this.source = source;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.nanoTime = nanoTime;
    }

    String topic() {
        return topic;
    }

    /** The value; read from the database the first time only. */
    public T get() {
        Loaded<T> current = loaded;
        return current != null ? current.value() : refreshed().value();
    }

    /** The value with what other replicas have changed until now; costs a query. */
    public T latest() {
        return refreshed().value();
    }

    /**
     * Runs the change in a transaction, notifies all replicas, and publishes the new value. If the value cannot be read
     * after the change, the change stands, and takes effect here as another replica's does.
     */
    public <R> R change(Supplier<R> change) {
        R result = transactions.execute(status -> {
            R changed = change.get();
            raiseNumber();
            return changed;
        });
        publish();
        return result;
    }

    private void publish() {
        try {
            refreshed();
        } catch (RuntimeException e) {
            log.debug("Not current: {}", topic, e); // reported where it failed
        }
    }

    /** A statement that tells all replicas of a change of a topic, as part of an outcome that makes the change. */
    public static String raising(String topic) {
        return "INSERT INTO change_counter (topic, number) SELECT DISTINCT '" + topic + "', 1 FROM outcome WHERE true"
                + " ON CONFLICT (topic) DO UPDATE SET number = change_counter.number + 1";
    }

    private void raiseNumber() {
        jdbc.sql("INSERT INTO change_counter (topic, number) VALUES (?, 1)"
                        + " ON CONFLICT (topic) DO UPDATE SET number = change_counter.number + 1")
                .param(topic)
                .update();
    }

    /**
     * Whether a change that any replica committed more than four seconds ago is known here. It may not be if the
     * database does not answer, or has something that cannot be read.
     */
    public boolean isCurrent() {
        return loaded != null && nanoTime.getAsLong() - confirmedNanos <= NEW_ENOUGH.toNanos();
    }

    /**
     * Whether it {@link #isCurrent}, after a check for changes if the last one was too long ago: also after a pause of
     * the whole process. While the database does not answer, the answer is no within milliseconds, however many ask.
     */
    public boolean confirm() {
        if (!isCurrent()) {
            catchUp(PATIENCE);
        }
        return isCurrent();
    }

    /** Whether the database did not answer the last check, or does not answer the one under way. */
    private boolean isUnreachable() {
        return unreachable || isHanging();
    }

    private boolean isHanging() {
        return checking && sinceCheckBegan() >= PATIENCE.toNanos();
    }

    private long sinceCheckBegan() {
        return nanoTime.getAsLong() - checkBegunNanos;
    }

    /**
     * Makes changes visible that any replica committed before this call. Calls at the same time share a check, also one
     * that fails, and there are at most ten checks a second. If the check fails, the last value stays in force, but
     * soon it is not {@linkplain #isCurrent current}.
     *
     * @param patience the longest time to wait for another caller's check
     */
    public void catchUp(Duration patience) {
        if (!isUnreachable()) {
            await(startCheck(patience), CHECK);
        } else if (!checking && sinceCheckBegan() >= BETWEEN_CHECKS.toNanos()) {
            await(startCheck(Duration.ZERO), BRIEF);
        }
    }

    private static void await(Thread check, Duration longest) {
        try {
            check.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Checks in a thread of its own, because a database that hangs must not hold callers for as long as the connection
     * lasts.
     */
    private Thread startCheck(Duration patience) {
        long asked = nanoTime.getAsLong();
        return Thread.ofVirtual().name("snapshot-check").start(() -> check(asked, patience));
    }

    private void check(long asked, Duration patience) {
        try {
            if (!updating.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            try {
                if (loaded == null) {
                    refreshed();
                } else if (checkBegunNanos - asked <= 0) {
                    TimeUnit.NANOSECONDS.sleep(BETWEEN_CHECKS.toNanos() - sinceCheckBegan());
                    refreshed();
                }
            } finally {
                updating.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("Not current: {}", topic, e); // reported where it failed
        }
    }

    /**
     * Whether the value is that of these numbers, and no check is under way; then it is known to be current.
     *
     * @param numbers of the last change of each topic; empty if they are not known
     * @param asked when the numbers were asked for, by the gateway's monotonic clock
     */
    boolean isStill(Map<String, Long> numbers, long asked) {
        Long number = numbers.get(topic);
        if (number == null || !updating.tryLock()) {
            return false;
        }
        try {
            Loaded<T> current = loaded;
            if (current == null || current.number() != number) {
                return false;
            }
            confirmedNanos = asked - confirmedNanos > 0 ? asked : confirmedNanos;
            unreachable = false;
            failing = false;
            return true;
        } finally {
            updating.unlock();
        }
    }

    /** Reads what has changed, unless the database does not answer an earlier check yet. */
    Thread startPoll() {
        return Thread.ofVirtual().name("snapshot-poll").start(() -> {
            try {
                if (!isHanging()) {
                    latest();
                }
            } catch (RuntimeException e) {
                log.debug("Not current: {}", topic, e); // reported where it failed
            }
        });
    }

    private Loaded<T> refreshed() {
        updating.lock();
        try {
            checkBegunNanos = nanoTime.getAsLong();
            checking = true;
            Loaded<T> current = loaded;
            long number = number();
            Loaded<T> fresh =
                    current != null && current.number() == number ? current : new Loaded<>(number, source.get());
            confirmedNanos = checkBegunNanos;
            loaded = fresh;
            failing = false;
            return fresh;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn(
                        "Could not check for changes of {}; the last state applies for 4 s: {}", topic, e.getMessage());
            }
            failing = true;
            throw e;
        } finally {
            checking = false;
            updating.unlock();
        }
    }

    private long number() {
        try {
            long number = jdbc.sql("SELECT coalesce(sum(number), 0) FROM change_counter WHERE topic = ?")
                    .param(topic)
                    .query(Long.class)
                    .single();
            unreachable = false;
            return number;
        } catch (DataAccessException e) {
            unreachable = true;
            throw e;
        }
    }
}
