package dev.linkgate.audit;

/** How a request ended. */
public enum Result {
    SUCCEEDED,
    /** The gateway itself said no. */
    REFUSED,
    /** Atlas said no, or something broke. */
    FAILED,
    /** A write was begun, and whether it was done could not be learnt. */
    UNKNOWN
}
