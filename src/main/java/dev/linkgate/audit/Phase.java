package dev.linkgate.audit;

/** When in the course of a request a record was made. */
enum Phase {
    /** Before a write. Without an outcome behind it, the gateway did not live to see how the write ended. */
    INTENT,
    /** After a write. */
    OUTCOME,
    /** A read or a refusal, which needs no intent. */
    EVENT
}
