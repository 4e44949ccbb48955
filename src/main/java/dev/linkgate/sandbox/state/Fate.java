package dev.linkgate.sandbox.state;

/** The final state of a new endpoint. */
public enum Fate {
    AVAILABLE,
    REJECTED,
    /** It is rejected, because the cloud does not know it. */
    UNKNOWN,
    /** It never settles. */
    PENDING
}
