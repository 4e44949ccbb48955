package dev.linkgate.audit;

/** Whether an entry may wait for its commit. */
enum OfferResult {
    ADMITTED,
    /** As many entries of its owner wait as may. */
    SHARE_FULL,
    /** As many entries wait as may, or the gateway ends. */
    FULL,
    /** What is left of the disk is the administrator's. */
    NO_SPACE
}
