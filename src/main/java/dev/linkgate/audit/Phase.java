package dev.linkgate.audit;

/** When in the course of a request a record was made. */
enum Phase {
    /** Before a write. It is open until it has an outcome, which {@link IntentWatch} gives it if nobody else does. */
    INTENT,
    /** After a write. */
    OUTCOME,
    /** A read or a refusal, which needs no intent. */
    EVENT
}
