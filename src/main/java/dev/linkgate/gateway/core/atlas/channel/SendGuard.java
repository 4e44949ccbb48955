package dev.linkgate.gateway.core.atlas.channel;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides, once, whether a request is sent or given up. Both happen on different threads, and a write that was reported
 * as not sent must not be sent a moment later.
 */
final class SendGuard {

    private enum State {
        WAITING,
        SENT,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile boolean onKeptConnection;

    /**
     * Called when the connection is made and the first byte is about to be written.
     *
     * @param keptConnection whether the connection carried another request before
     * @throws IllegalStateException if the request was given up, so that nothing is written
     */
    void markSent(boolean keptConnection) {
        onKeptConnection = keptConnection;
        if (!state.compareAndSet(State.WAITING, State.SENT)) {
            throw new IllegalStateException("the request was given up");
        }
    }

    /** Whether it was sent on a connection that carried another request before. */
    boolean onKeptConnection() {
        return onKeptConnection;
    }

    /** Whether the request was sent; if not, it never will be. */
    TransportFailure.Phase giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP)
                ? TransportFailure.Phase.NOT_SENT
                : TransportFailure.Phase.SENT;
    }
}
