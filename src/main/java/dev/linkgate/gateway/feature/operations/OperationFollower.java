package dev.linkgate.gateway.feature.operations;

import java.time.Duration;

/** Follows the changes of one operation. For one thread, which must close it. */
public final class OperationFollower implements AutoCloseable {

    private final OperationNotifier notifier;
    private final OperationId id;

    OperationFollower(OperationNotifier notifier, OperationId id) {
        this.notifier = notifier;
        this.id = id;
    }

    /**
     * Waits until the operation changes after a revision.
     *
     * @return false if the time is up, or the gateway shuts down, before it changes
     */
    public boolean await(long revision, Duration patience) throws InterruptedException {
        return notifier.await(id, revision, patience);
    }

    /** Whether the gateway shuts down, so that no more changes will be seen. */
    boolean hasEnded() {
        return !notifier.isRunning();
    }

    @Override
    public void close() {
        notifier.leave(id);
    }
}
