package dev.linkgate.sandbox.state;

/** What becomes of a new endpoint in the end. */
public enum Fate {
    AVAILABLE,
    REJECTED,
    /** It never settles. */
    PENDING
}
