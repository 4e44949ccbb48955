package dev.linkgate.store;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A part of the database held in memory as one immutable value, so that reading it costs no query.
 *
 * <p>Invariants: (1) every change bumps the topic's counter in its own transaction; (2) the counter is read before the
 * data, so a change in between is noticed at the next check; (3) a change through this object is seen by the next
 * {@link #get()}.
 */
public final class Snapshot<T> {

    private final String topic;
    private final Supplier<T> load;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongSupplier nanoTime;
    private final ReentrantLock reloading = new ReentrantLock();
    private volatile @Nullable Loaded<T> loaded;

    /** The last time at which the value was known to be current, by the gateway's monotonic clock. */
    private volatile long confirmedNanos;

    private record Loaded<T>(long counter, T value) {}

    Snapshot(String topic, Supplier<T> load, JdbcClient jdbc, TransactionTemplate transactions, LongSupplier nanoTime) {
        this.topic = topic;
        this.load = load;
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
        return current != null ? current.value() : reload().value();
    }

    /** Runs the change in a transaction, notifies all replicas, and publishes the new value. */
    public <R> R change(Supplier<R> change) {
        R result = transactions.execute(status -> {
            R changed = change.get();
            jdbc.sql("INSERT INTO change_counter (topic, n) VALUES (?, 1)"
                            + " ON CONFLICT (topic) DO UPDATE SET n = change_counter.n + 1")
                    .param(topic)
                    .update();
            return changed;
        });
        reload();
        return result;
    }

    /** Whether the database has answered a check for changes recently. */
    public boolean wasConfirmedWithin(Duration time) {
        return loaded != null && nanoTime.getAsLong() - confirmedNanos <= time.toNanos();
    }

    /** Loads the value again if it has changed. */
    void refresh() {
        long asked = nanoTime.getAsLong();
        Loaded<T> current = loaded;
        if (current == null || current.counter() != counter()) {
            reload();
        } else {
            confirmedNanos = asked;
        }
    }

    private Loaded<T> reload() {
        reloading.lock();
        try {
            long asked = nanoTime.getAsLong();
            long counter = counter();
            Loaded<T> fresh = new Loaded<>(counter, load.get());
            confirmedNanos = asked;
            loaded = fresh;
            return fresh;
        } finally {
            reloading.unlock();
        }
    }

    private long counter() {
        return jdbc.sql("SELECT n FROM change_counter WHERE topic = ?")
                .param(topic)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
