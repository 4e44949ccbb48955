package dev.linkgate.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What many threads hand to one that takes it in lots.
 *
 * <p>Unlike a queue of the library it can be closed: whatever was let in before is still taken, and nothing is let in
 * after, without a moment between the two.
 */
final class Inbox<T> {

    private final int capacity;
    private final Queue<T> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Never blocks; false if it is full or closed. */
    boolean offer(T item) {
        lock.lock();
        try {
            if (closed || waiting.size() >= capacity) {
                return false;
            }
            waiting.add(item);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something and takes what there is.
     *
     * @return false, with nothing taken, once it is closed and empty
     */
    boolean take(Collection<T> lot, int limit) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            for (T item = waiting.poll(); item != null; item = lot.size() < limit ? waiting.poll() : null) {
                lot.add(item);
            }
            return !lot.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Shows what waits to be taken. */
    void forEach(Consumer<T> look) {
        lock.lock();
        try {
            waiting.forEach(look);
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
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
