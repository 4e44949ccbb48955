package dev.linkgate.gateway.core.trail.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue from many threads to one that takes records in batches. It is bounded in total and per owner, so that one
 * owner's records cannot keep out another's. The administrator's records have places of their own and go first.
 *
 * <p>Outcomes are always admitted and go first too. Each outcome's intent was admitted before, so there are never more
 * outcomes than writes under way, and a write that has happened must be on record.
 *
 * <p>Unlike the JDK's queues it can be closed atomically: records admitted before are still taken, and later ones are
 * not admitted.
 */
final class BatchQueue {

    private final Bounds bounds;
    private final Queue<PendingRecord> first = new ArrayDeque<>();
    private final Queue<PendingRecord> others = new ArrayDeque<>();
    private final Map<String, Integer> held = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    /**
     * How many records may wait, and how many are taken at once. As many as {@link #USUAL} allows wait only if the
     * database hardly answers: no heap has more connections than it has places. If more were taken at once, each would
     * hardly cost less.
     *
     * @param batch the maximum number of records in one commit
     * @param capacity the places of all who have no reserve
     * @param share the part of them that one owner may take, and that all anonymous callers together may take
     * @param reserve the administrator's own places
     */
    record Bounds(int batch, int capacity, int share, int reserve) {
        static final Bounds USUAL = new Bounds(512, 8192, 2048, 1024);
    }

    BatchQueue(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Never blocks. */
    OfferResult offer(PendingRecord record) {
        lock.lock();
        try {
            OfferResult result = closed ? OfferResult.FULL : admit(record);
            if (result == OfferResult.ADMITTED) {
                changed.signal();
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    private OfferResult admit(PendingRecord record) {
        if (record.isOutcome()) {
            first.add(record);
            return OfferResult.ADMITTED;
        }
        String owner = record.owner();
        int before = held.getOrDefault(owner, 0);
        if (record.hasReserve()) {
            if (before >= bounds.reserve()) {
                return OfferResult.FULL;
            }
            first.add(record);
        } else {
            if (before >= bounds.share()) {
                return OfferResult.SHARE_FULL;
            }
            if (others.size() >= bounds.capacity()) {
                return OfferResult.FULL;
            }
            others.add(record);
        }
        held.put(owner, before + 1);
        return OfferResult.ADMITTED;
    }

    /**
     * Waits for records and takes them.
     *
     * @param patience how long to wait; nothing may be taken after that
     * @return false, with nothing taken, once the queue is closed and empty
     */
    boolean take(Collection<PendingRecord> lot, int limit, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (first.isEmpty() && others.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            take(first, lot, limit);
            take(others, lot, limit);
            return !lot.isEmpty() || !closed;
        } catch (InterruptedException nobodyInterruptsTheWriter) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void take(Queue<PendingRecord> from, Collection<PendingRecord> lot, int limit) {
        while (lot.size() < limit && !from.isEmpty()) {
            PendingRecord record = from.remove();
            lot.add(record);
            if (!record.isOutcome()) {
                held.computeIfPresent(record.owner(), (same, number) -> number == 1 ? null : number - 1);
            }
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return first.size() + others.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a record may wait for its commit. */
    enum OfferResult {
        ADMITTED,
        /** The maximum number of its owner's records waits already. */
        SHARE_FULL,
        /** The maximum number of records waits already, or the gateway shuts down. */
        FULL,
        /** The remaining disk space is kept for the administrator. */
        NO_SPACE
    }
}
