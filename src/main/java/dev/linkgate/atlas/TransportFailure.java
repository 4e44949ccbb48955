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

    /** @param timeout whether it ended because the time was up */
    TransportFailure(Phase phase, boolean timeout, Throwable cause) {
        super(cause.getClass().getSimpleName(), cause);
        this.phase = phase;
        this.timeout = timeout;
    }

    /** A call that waited for its turn and gave up, by a timeout or an interrupt: nothing of it was sent. */
    static TransportFailure whileWaiting(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new TransportFailure(Phase.NOT_SENT, cause instanceof TimeoutException, cause);
    }

    Phase phase() {
        return phase;
    }

    boolean timeout() {
        return timeout;
    }
}
