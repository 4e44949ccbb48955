package dev.linkgate;

import dev.linkgate.gateway.feature.waiting.WatchClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** WatchClock that stands until a test moves it, and knows its waiters. */
public final class ManualClock implements InstantSource, WatchClock {

    private static final Instant START = Instant.parse("2026-11-24T13:24:00.123456Z");
    private static final long START_NANOS = Long.MAX_VALUE - 1; // and flows over at once, as a real one may
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Wait> waits = new ArrayList<>();
    private CompletableFuture<@Nullable Void> move = new CompletableFuture<>();
    private volatile Duration passed = Duration.ZERO;

    /** A thread that waits for an event or for the clock. */
    private record Wait(CompletableFuture<?> event, CompletableFuture<?> move) {
        boolean goesOn() {
            return !event.isDone() && !move.isDone();
        }
    }

    @Override
    public Instant instant() {
        return START.plus(passed);
    }

    /** Monotonic, in nanoseconds. */
    @Override
    public long read() {
        return START_NANOS + passed.toNanos();
    }

    public void advance(Duration time) {
        CompletableFuture<@Nullable Void> moved;
        lock.lock();
        try {
            passed = passed.plus(time);
            moved = move;
            move = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        moved.complete(null);
    }

    @Override
    public void await(CompletableFuture<?> event, long nanos) throws InterruptedException {
        Wait wait = begin(event);
        try {
            CompletableFuture.anyOf(wait.event(), wait.move()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("nobody moved the time on", e);
        } finally {
            end(wait);
        }
    }

    private Wait begin(CompletableFuture<?> event) {
        lock.lock();
        try {
            Wait wait = new Wait(event, move);
            waits.add(wait);
            changed.signalAll();
            return wait;
        } finally {
            lock.unlock();
        }
    }

    private void end(Wait wait) {
        lock.lock();
        try {
            waits.remove(wait);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when so many threads wait for time to pass, which is when all of them have nothing else to do. */
    public void awaitParked(int threads) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (parked() != threads) {
                if (left <= 0) {
                    throw new AssertionError(parked() + " threads wait, not " + threads);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private int parked() {
        return (int) waits.stream().filter(Wait::goesOn).count();
    }
}
