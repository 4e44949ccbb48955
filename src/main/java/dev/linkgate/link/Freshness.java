package dev.linkgate.link;

/** How new an answer has to be. */
public enum Freshness {
    /** An answer that another caller got a moment ago will do. */
    SHARED,
    /** Atlas has to be asked after this request came in. */
    NEW
}
