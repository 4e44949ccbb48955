package dev.linkgate.gateway.core.platform.request;

/** A thing whose changes the audit trail tells. */
public interface Recorded {

    /** What a reader of the trail must know of it: never a secret, nor what is made from one. */
    Change.Values recorded();
}
