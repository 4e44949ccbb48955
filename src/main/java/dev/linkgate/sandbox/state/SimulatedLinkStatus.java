package dev.linkgate.sandbox.state;

/** The status of a link at Atlas (spec: {@code EndpointService.status}). */
public enum SimulatedLinkStatus {
    INITIATING,
    /** Ready for endpoints; the classic dialect says {@link #WAITING_FOR_USER} for it. */
    AVAILABLE,
    /** Ready as well: the status of older accounts in the v2 dialect. */
    WAITING_FOR_USER,
    FAILED,
    DELETING;

    boolean takesEndpoints() {
        return this == AVAILABLE || this == WAITING_FOR_USER;
    }
}
