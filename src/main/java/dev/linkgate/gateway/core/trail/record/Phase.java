package dev.linkgate.gateway.core.trail.record;

/** The phase of a request in which a record was made. */
public enum Phase {
    /** Before a write. It is open until it has an outcome, which the watch of intents adds if the request does not. */
    INTENT,
    /** After a write. */
    OUTCOME,
    /** A read or a refusal, which needs no intent. */
    EVENT
}
