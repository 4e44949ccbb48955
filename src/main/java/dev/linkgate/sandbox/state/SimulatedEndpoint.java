package dev.linkgate.sandbox.state;

import dev.linkgate.protocol.NewAtlasEndpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One endpoint and its state over time. Guarded by its {@link Inventory}. */
final class SimulatedEndpoint {

    private final NewAtlasEndpoint asked;
    private final boolean portMapped;
    private final Instant createdAt;
    private final Fate fate;
    private final @Nullable EndpointStatus held;
    private @Nullable Instant goneAt;

    /**
     * @param portMapped whether its link is
     * @param held a status in which the endpoint stays until it is removed; absent for normal state changes
     */
    SimulatedEndpoint(
            NewAtlasEndpoint asked, boolean portMapped, Instant createdAt, Fate fate, @Nullable EndpointStatus held) {
        this.asked = asked;
        this.portMapped = portMapped;
        this.createdAt = createdAt;
        this.fate = fate;
        this.held = held;
    }

    String id() {
        return asked.id();
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }

    boolean isLeaving() {
        return goneAt != null;
    }

    /** Whether it is removed, although Atlas still shows it. */
    boolean hasEnded() {
        return held == EndpointStatus.DELETED;
    }

    void leave(Instant goneAt) {
        this.goneAt = goneAt;
    }

    /** When it becomes or became available; the distant past if it always was, {@code null} if it never does. */
    @Nullable
    Instant availableAt(Timing timing) {
        if (isLeaving()) {
            return null;
        }
        if (held != null) {
            return held == EndpointStatus.AVAILABLE ? Instant.EPOCH : null;
        }
        return fate == Fate.AVAILABLE ? settledAt(timing) : null;
    }

    EndpointState state(Instant now, Timing timing) {
        return state(status(now, timing));
    }

    /** The state in the answer to a creation, whatever the timing. */
    EndpointState initialState() {
        return state(EndpointStatus.PENDING_ACCEPTANCE);
    }

    private EndpointState state(EndpointStatus status) {
        boolean rejected = status == EndpointStatus.REJECTED;
        return new EndpointState(asked, status, isLeaving(), rejected ? rejection() : null, portMapped);
    }

    private EndpointStatus status(Instant now, Timing timing) {
        if (isLeaving()) {
            return EndpointStatus.DELETING;
        }
        if (held != null) {
            return held;
        }
        if (now.isBefore(pendingAt(timing))) {
            return EndpointStatus.PENDING_ACCEPTANCE;
        }
        if (fate == Fate.PENDING || now.isBefore(settledAt(timing))) {
            return EndpointStatus.PENDING;
        }
        return fate == Fate.AVAILABLE ? EndpointStatus.AVAILABLE : EndpointStatus.REJECTED;
    }

    private Instant pendingAt(Timing timing) {
        return createdAt.plus(timing.endpointPendingAcceptance());
    }

    private Instant settledAt(Timing timing) {
        return pendingAt(timing).plus(timing.endpointPending());
    }

    private String rejection() {
        return fate == Fate.UNKNOWN
                ? "Interface endpoint " + id() + " was not found."
                : "The endpoint " + id() + " could not be accepted: the cloud provider refused the connection.";
    }
}
