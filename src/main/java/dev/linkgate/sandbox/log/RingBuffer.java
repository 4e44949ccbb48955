package dev.linkgate.sandbox.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last entries of a growing list. */
final class RingBuffer<T> {

    private final int capacity;
    private final Deque<T> entries = new ArrayDeque<>();

    /** @param capacity the number of entries kept; zero keeps none */
    RingBuffer(int capacity) {
        this.capacity = capacity;
    }

    boolean isOff() {
        return capacity == 0;
    }

    synchronized void add(T entry) {
        if (entries.size() == capacity) {
            entries.poll();
        }
        if (capacity > 0) {
            entries.add(entry);
        }
    }

    synchronized List<T> entries() {
        return List.copyOf(entries);
    }

    synchronized void clear() {
        entries.clear();
    }
}
