package dev.linkgate.gateway.atlas.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A number of slots, given to waiting requests in their order. */
final class TeamSlots {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Condition> waiting = new ArrayDeque<>();
    private int free;

    TeamSlots(int number) {
        free = number;
    }

    /** Takes a free slot if there is one and nobody waits for it. */
    boolean tryTake() {
        lock.lock();
        try {
            return waiting.isEmpty() && takeFree();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a slot.
     *
     * @return whether it was taken; false if the limit came first
     */
    boolean take(WaitLimit limit) throws InterruptedException {
        lock.lockInterruptibly();
        Condition turn = lock.newCondition();
        try {
            waiting.add(turn);
            while (!turn.equals(waiting.peek()) || !takeFree()) {
                long nanos = limit.nanos();
                if (nanos <= 0) {
                    return false;
                }
                // The length of the wait does not matter, because the state is checked again.
                boolean unusedTimeLeft = turn.awaitNanos(nanos) > 0;
            }
            return true;
        } finally {
            waiting.remove(turn);
            wakeNext();
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            free++;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeFree() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    private void wakeNext() {
        Condition next = waiting.peek();
        if (next != null && free > 0) {
            next.signal();
        }
    }
}
