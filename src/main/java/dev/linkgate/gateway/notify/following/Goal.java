package dev.linkgate.gateway.notify.following;

/** What a target is followed for. */
enum Goal {
    /** It was added, and is to become available. */
    SETTLED,
    /** It is being removed. */
    GONE
}
