package dev.linkgate.gateway.core.atlas.channel;

import java.util.concurrent.TimeoutException;

/** No complete answer came from Atlas. */
public final class TransportFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether the request was sent, which decides whether it may be sent again. */
    public enum Phase {
        /** Atlas cannot have read any byte of the request, because no connection was made. */
        NOT_SENT,
        /** The request, or a part of it, was sent; it is unknown whether Atlas acted on it. */
        SENT
    }

    private final Phase phase;
    private final boolean timeout;
    private final boolean whileWaiting;
    private final boolean keptConnectionEnded;

    /** @param timeout whether it ended because the time was up */
    public TransportFailure(Phase phase, boolean timeout, Throwable cause) {
        this(phase, timeout, false, false, cause);
    }

    private TransportFailure(
            Phase phase, boolean timeout, boolean whileWaiting, boolean keptConnectionEnded, Throwable cause) {
        super(cause.getClass().getSimpleName(), cause);
        this.phase = phase;
        this.timeout = timeout;
        this.whileWaiting = whileWaiting;
        this.keptConnectionEnded = keptConnectionEnded;
    }

    /** A request that was sent on a connection that was kept after an earlier one, and that ended. */
    static TransportFailure onKeptConnection(Throwable cause) {
        return new TransportFailure(Phase.SENT, false, false, true, cause);
    }

    /** A request that gave up while it waited, by a timeout or an interrupt. Nothing of it was sent. */
    public static TransportFailure whileWaiting(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new TransportFailure(Phase.NOT_SENT, cause instanceof TimeoutException, true, false, cause);
    }

    public Phase phase() {
        return phase;
    }

    public boolean timeout() {
        return timeout;
    }

    /** Whether the gateway itself had no time or capacity for the request, which shows nothing about Atlas. */
    public boolean whileWaiting() {
        return whileWaiting;
    }

    /**
     * Whether the connection ended, and had been kept after an earlier request. Servers close such connections at any
     * time, so a new one probably works (RFC 9112 section 9.3.1).
     */
    public boolean keptConnectionEnded() {
        return keptConnectionEnded;
    }
}
