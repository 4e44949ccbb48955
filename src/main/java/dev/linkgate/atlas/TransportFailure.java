package dev.linkgate.atlas;

import java.util.concurrent.TimeoutException;

/** No whole answer came from Atlas. */
final class TransportFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How far the request got, which decides whether it may be sent again. */
    enum Phase {
        /** No byte of the request can have been read by Atlas: no connection was made. */
        NOT_SENT,
        /** The request, or a part of it, left; whether Atlas acted on it is not known. */
        SENT
    }

    private final Phase phase;
    private final boolean timeout;
    private final boolean whileWaiting;

    /** @param timeout whether it ended because the time was up */
    TransportFailure(Phase phase, boolean timeout, Throwable cause) {
        this(phase, timeout, false, cause);
    }

    private TransportFailure(Phase phase, boolean timeout, boolean whileWaiting, Throwable cause) {
        super(cause.getClass().getSimpleName(), cause);
        this.phase = phase;
        this.timeout = timeout;
        this.whileWaiting = whileWaiting;
    }

    /** A call that waited for its turn and gave up, by a timeout or an interrupt: nothing of it was sent. */
    static TransportFailure whileWaiting(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new TransportFailure(Phase.NOT_SENT, cause instanceof TimeoutException, true, cause);
    }

    Phase phase() {
        return phase;
    }

    boolean timeout() {
        return timeout;
    }

    /** Whether it was the gateway that had no time or no room for the request: it says nothing about Atlas. */
    boolean whileWaiting() {
        return whileWaiting;
    }
}
