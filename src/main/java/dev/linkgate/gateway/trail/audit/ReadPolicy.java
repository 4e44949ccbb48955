package dev.linkgate.gateway.trail.audit;

/** What becomes of a read whose record cannot be stored in time. A write is always refused. */
enum ReadPolicy {
    /** It is refused. */
    REQUIRE,
    /** It is answered without a record, unless it shows the trail itself or gives an access token. */
    BEST_EFFORT
}
