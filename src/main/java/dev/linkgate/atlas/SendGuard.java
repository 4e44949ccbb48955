package dev.linkgate.atlas;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides, once, whether a request left or was given up before. Giving up and leaving happen on different threads, and
 * a write that was reported as not sent must not leave a moment later.
 */
final class SendGuard {

    private enum State {
        WAITING,
        SENT,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * The connection stands and the first byte is about to be written.
     *
     * @throws IllegalStateException if it was given up, so that nothing is written
     */
    void markSent() {
        if (!state.compareAndSet(State.WAITING, State.SENT)) {
            throw new IllegalStateException("the request was given up");
        }
    }

    /** How far the request got; if it has not left yet, it never will. */
    TransportFailure.Phase giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP)
                ? TransportFailure.Phase.NOT_SENT
                : TransportFailure.Phase.SENT;
    }
}
