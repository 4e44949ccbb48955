package dev.linkgate.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Time that stands until a test moves it, and knows who waits for it to pass. */
final class HandTime implements Time {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // and soon flows over, as a real one may
    private int parked;
    private CompletableFuture<Void> tick = new CompletableFuture<>();

    @Override
    public long read() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await(CompletableFuture<?> event, long nanos) throws InterruptedException {
        CompletableFuture<Void> next;
        lock.lock();
        try {
            next = tick;
            parked++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            CompletableFuture.anyOf(event, next).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("nobody moved the time on", e);
        } finally {
            unpark();
        }
    }

    private void unpark() {
        lock.lock();
        try {
            parked--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void advance(Duration duration) {
        CompletableFuture<Void> passed;
        lock.lock();
        try {
            now += duration.toNanos();
            passed = tick;
            tick = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        passed.complete(null);
    }

    /** Returns when so many threads wait for time to pass, which is when all of them have nothing else to do. */
    void awaitParked(int threads) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (parked != threads) {
                if (left <= 0) {
                    throw new AssertionError(parked + " threads wait, not " + threads);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when something holds that another thread is about to bring about. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
