package dev.linkgate.gateway.trail.audit;

/** The phase of a request in which a record was made. */
public enum Phase {
    /** Before a write. It is open until it has an outcome, which {@link IntentWatch} adds if the request does not. */
    INTENT,
    /** After a write. */
    OUTCOME,
    /** A read or a refusal, which needs no intent. */
    EVENT
}
