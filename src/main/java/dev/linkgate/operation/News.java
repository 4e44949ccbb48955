package dev.linkgate.operation;

import java.time.Duration;
import java.util.Map;
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

    /** Waits until the operation is said to have changed since this revision, at most for so long. */
    void await(OperationId id, long revision, Duration patience) throws InterruptedException {
        Watch watch = enter(id, revision);
        try {
            if (running && watch.revision() <= revision) {
                watch.changed().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            // The time is up, which the caller sees by itself.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            leave(id);
        }
    }

    private Watch enter(OperationId id, long revision) {
        return watches.compute(
                id,
                (key, there) -> there == null
                        ? new Watch(revision, 1, new CompletableFuture<>())
                        : new Watch(there.revision(), there.waiters() + 1, there.changed()));
    }

    private void leave(OperationId id) {
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

    boolean isOpen() {
        return running;
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
