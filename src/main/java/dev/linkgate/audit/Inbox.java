package dev.linkgate.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What many threads hand to one that takes it in lots. It is bounded in all and for each owner, so that nobody's entries
 * can keep out those of others; the administrator's have places of their own and go first.
 *
 * <p>An outcome is always let in and goes first, too: its intent was let in before, so there are no more of them than
 * writes under way, and what has happened must be on record.
 *
 * <p>Unlike a queue of the library it can be closed: whatever was let in before is still taken, and nothing is let in
 * after, without a moment between the two.
 */
final class Inbox {

    private final int capacity;
    private final int share;
    private final int reserve;
    private final Queue<Waiter> first = new ArrayDeque<>();
    private final Queue<Waiter> others = new ArrayDeque<>();
    private final Map<String, Integer> held = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    Inbox(AuditSettings settings) {
        this.capacity = settings.queue();
        this.share = settings.teamQueue();
        this.reserve = settings.adminQueue();
    }

    /** Never blocks. */
    Admission offer(Waiter waiter) {
        lock.lock();
        try {
            Admission admission = closed ? Admission.FULL : admit(waiter);
            if (admission == Admission.ADMITTED) {
                changed.signal();
            }
            return admission;
        } finally {
            lock.unlock();
        }
    }

    private Admission admit(Waiter waiter) {
        if (waiter.isOutcome()) {
            first.add(waiter);
            return Admission.ADMITTED;
        }
        int before = held.getOrDefault(waiter.owner(), 0);
        if (waiter.isAdministrators()) {
            if (before >= reserve) {
                return Admission.FULL;
            }
            first.add(waiter);
        } else {
            if (before >= share) {
                return Admission.SHARE_FULL;
            }
            if (others.size() >= capacity) {
                return Admission.FULL;
            }
            others.add(waiter);
        }
        held.put(waiter.owner(), before + 1);
        return Admission.ADMITTED;
    }

    /**
     * Waits until there is something and takes what there is.
     *
     * @return false, with nothing taken, once it is closed and empty
     */
    boolean take(Collection<Waiter> lot, int limit) {
        lock.lock();
        try {
            while (first.isEmpty() && others.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            take(first, lot, limit);
            take(others, lot, limit);
            return !lot.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void take(Queue<Waiter> from, Collection<Waiter> lot, int limit) {
        while (lot.size() < limit && !from.isEmpty()) {
            Waiter waiter = from.remove();
            lot.add(waiter);
            if (!waiter.isOutcome()) {
                held.computeIfPresent(waiter.owner(), (owner, number) -> number == 1 ? null : number - 1);
            }
        }
    }

    /** Shows what waits to be taken. */
    void forEach(Consumer<Waiter> look) {
        lock.lock();
        try {
            first.forEach(look);
            others.forEach(look);
        } finally {
            lock.unlock();
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
}
