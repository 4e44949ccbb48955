package dev.linkgate.gateway.core.atlas;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Time-outs that pass when a test says so. */
public final class ManualTimeouts implements Scheduler {

    private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();
    private volatile Duration last = Duration.ZERO;

    @Override
    public Disposable schedule(Runnable task) {
        task.run();
        return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        last = Duration.of(delay, unit.toChronoUnit());
        pending.add(task);
        return () -> pending.remove(task);
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException();
    }

    /** Lets all pass that have begun and not ended. */
    public void pass() {
        for (Runnable task = pending.poll(); task != null; task = pending.poll()) {
            task.run();
        }
    }

    /** The length of the timeout that began last. */
    public Duration last() {
        return last;
    }
}
