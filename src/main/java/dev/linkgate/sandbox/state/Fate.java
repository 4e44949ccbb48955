package dev.linkgate.sandbox.state;

/** The final state of a new endpoint. */
public enum Fate {
    AVAILABLE,
    REJECTED,
    /** It never settles. */
    PENDING
}
