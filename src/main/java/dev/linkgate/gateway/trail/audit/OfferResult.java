package dev.linkgate.gateway.trail.audit;

/** Whether an entry may wait for its commit. */
enum OfferResult {
    ADMITTED,
    /** The maximum number of its owner's entries waits already. */
    SHARE_FULL,
    /** The maximum number of entries waits already, or the gateway shuts down. */
    FULL,
    /** The remaining disk space is kept for the administrator. */
    NO_SPACE
}
