package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Wakes callers that wait for an operation to change: at once if it changes here, and within half a second if another
 * replica changes it. One query serves all waiters. A waiter is only its own parked thread.
 *
 * <p>It stops before the web server does, so that a shutdown does not wait for waiting callers.
 */
@Component
class OperationNotifier implements SmartLifecycle {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final OperationStore store;
    private final ConcurrentHashMap<OperationId, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final PeriodicTask task = new PeriodicTask("operations", Duration.ZERO, Duration.ZERO, this::poll);
    private volatile boolean stopped;

    /** @param revision the newest that its waiters know */
    private record Subscription(long revision, int waiters, CompletableFuture<@Nullable Void> changed) {}

    OperationNotifier(OperationStore store) {
        this.store = store;
    }

    /** Starts watching for changes of an operation after this revision. */
    OperationFollower follow(OperationId id, long revision) {
        subscriptions.compute(
                id,
                (key, subscription) -> subscription == null
                        ? new Subscription(revision, 1, new CompletableFuture<>())
                        : new Subscription(
                                subscription.revision(), subscription.waiters() + 1, subscription.changed()));
        return new OperationFollower(this, id);
    }

    /** Only between {@link #follow} and {@link #leave}. */
    boolean await(OperationId id, long revision, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Subscription subscription = subscription(id);
        while (!stopped && subscription.revision() <= revision) {
            try {
                subscription.changed().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            subscription = subscription(id);
        }
        return !stopped;
    }

    private Subscription subscription(OperationId id) {
        return Objects.requireNonNull(subscriptions.get(id), "this operation has no follower");
    }

    void leave(OperationId id) {
        subscriptions.computeIfPresent(
                id,
                (key, subscription) -> subscription.waiters() == 1
                        ? null
                        : new Subscription(
                                subscription.revision(), subscription.waiters() - 1, subscription.changed()));
    }

    /** Wakes the waiters that know an older revision than this. */
    void changed(OperationId id, long revision) {
        subscriptions.computeIfPresent(id, (key, subscription) -> {
            if (revision <= subscription.revision()) {
                return subscription;
            }
            subscription.changed().complete(null);
            return new Subscription(revision, subscription.waiters(), new CompletableFuture<>());
        });
    }

    private Duration poll() {
        Set<OperationId> watched = subscriptions.keySet();
        if (!watched.isEmpty()) {
            store.revisions(watched).forEach(this::changed);
        }
        return INTERVAL;
    }

    @Override
    public void start() {
        stopped = false;
        task.start();
    }

    @Override
    public void stop() {
        stopped = true;
        task.stop();
        subscriptions.values().forEach(subscription -> subscription.changed().complete(null));
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }

    /** Event streams, which tell their clients that they end, stop before what feeds them. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
