package dev.linkgate.gateway.core.endpoints.link;

/** How new an answer has to be. */
public enum Freshness {
    /** A recent answer to another caller is enough. */
    SHARED,
    /** Atlas must be asked after this request arrived. */
    NEW
}
