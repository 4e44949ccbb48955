package dev.linkgate.gateway.core.platform.concurrency;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that this replica does again and again, from its start to its stop, on a thread of its own. A platform thread,
 * because SQLite's driver would keep the processor of a virtual one; a daemon, so that no work holds up the end of the
 * process.
 */
public final class PeriodicTask implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** What is done each time. */
    @FunctionalInterface
    public interface Work {

        /** Returns the pause before the next time. After an exception it is a second. */
        Duration run() throws InterruptedException;
    }

    private final String name;
    private final Duration first;
    private final Duration patience;
    private final Work work;
    private String reported = "";
    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    /**
     * Has to be started.
     *
     * @param name the name of the thread, also for the log
     * @param first the pause before the first time
     * @param patience how long {@link #stop} waits for work that is under way. It is never interrupted, because that
     *     could break off the writing of a file.
     */
    public PeriodicTask(String name, Duration first, Duration patience, Work work) {
        this.name = name;
        this.first = first;
        this.patience = patience;
        this.work = work;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        Thread made = Thread.ofPlatform().name(name).daemon().unstarted(() -> repeat(end));
        thread = made;
        made.start();
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        thread = null;
        try {
            if (running != null && !patience.isZero() && !running.join(patience)) {
                log.warn("The task {} was still at work at the shutdown", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void repeat(CountDownLatch end) {
        try {
            Duration pause = first;
            while (!end.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration runOnce() throws InterruptedException {
        try {
            Duration pause = work.run();
            reported = "";
            return pause;
        } catch (RuntimeException | Error e) {
            report(e);
            return AFTER_FAILURE;
        }
    }

    /** Once, as long as it stays the same; not what the shutdown causes. */
    private void report(Throwable failure) {
        String message = failure.toString();
        if (!message.equals(reported) && stopped.getCount() > 0) {
            reported = message;
            log.warn("The task {} failed, and is tried again", name, failure);
        }
    }
}
