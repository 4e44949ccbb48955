package dev.linkgate.operation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Wakes those who wait for an operation to change: at once when it changes here, within {@value #POLL_MILLIS} ms when
 * another replica changes it, at the price of one query for all who wait. A waiter is its own parked thread and nothing
 * else.
 *
 * <p>It stops before the web server does, so that a shutdown waits for nobody who only waits.
 */
@Component
class News implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(News.class);
    private static final long POLL_MILLIS = 500;

    private final OperationStore store;
    private final ConcurrentHashMap<OperationId, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    /** @param revision the newest that its waiters were told of */
    private record Watch(long revision, int waiters, CompletableFuture<@Nullable Void> changed) {}

    News(OperationStore store) {
        this.store = store;
    }

    /** Begins to look for changes of an operation after this revision. */
    OperationFollower follow(OperationId id, long revision) {
        watches.compute(
                id,
                (key, there) -> there == null
                        ? new Watch(revision, 1, new CompletableFuture<>())
                        : new Watch(there.revision(), there.waiters() + 1, there.changed()));
        return new OperationFollower(this, id);
    }

    /** Only between {@link #follow} and {@link #leave}. */
    boolean await(OperationId id, long revision, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Watch watch = watch(id);
        while (running && watch.revision() <= revision) {
            try {
                watch.changed().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            watch = watch(id);
        }
        return running;
    }

    private Watch watch(OperationId id) {
        return Objects.requireNonNull(watches.get(id), "nobody follows this operation");
    }

    void leave(OperationId id) {
        watches.computeIfPresent(
                id,
                (key, there) -> there.waiters() == 1
                        ? null
                        : new Watch(there.revision(), there.waiters() - 1, there.changed()));
    }

    /** The operation has this revision now. */
    void changed(OperationId id, long revision) {
        watches.computeIfPresent(id, (key, there) -> {
            if (revision <= there.revision()) {
                return there;
            }
            there.changed().complete(null);
            return new Watch(revision, there.waiters(), new CompletableFuture<>());
        });
    }

    @Scheduled(fixedDelay = POLL_MILLIS)
    void poll() {
        Set<OperationId> watched = watches.keySet();
        if (watched.isEmpty()) {
            return;
        }
        try {
            for (Map.Entry<OperationId, Long> seen : store.revisions(watched).entrySet()) {
                changed(seen.getKey(), seen.getValue());
            }
        } catch (RuntimeException e) {
            log.warn("Could not look for changes of operations: {}", e.getMessage());
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        watches.values().forEach(watch -> watch.changed().complete(null));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
