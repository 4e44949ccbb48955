package dev.linkgate.sandbox;

/** What becomes of a new endpoint in the end. */
enum Fate {
    AVAILABLE,
    REJECTED,
    /** It never settles. */
    PENDING
}
