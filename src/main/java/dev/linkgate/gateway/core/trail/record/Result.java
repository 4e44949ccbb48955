package dev.linkgate.gateway.core.trail.record;

/** How a request ended. */
public enum Result {
    SUCCEEDED,
    /** The gateway refused the request. */
    REFUSED,
    /** Atlas refused the request, or an error occurred. */
    FAILED,
    /** A write was begun, and its result is unknown. */
    UNKNOWN
}
