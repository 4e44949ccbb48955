package dev.linkgate.idempotency;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an idempotency key.
 *
 * @param owner names the one try that may work on the request
 * @param leaseUntil until then the owner is believed to be at work; the epoch once it has ended
 * @param answer absent while there is none: the owner is at work, has crashed, or could not say how it ended
 */
record Claim(
        KeyedRequest request,
        String owner,
        Instant leaseUntil,
        Instant expiresAt,
        @Nullable StoredResponse answer) {

    static final Instant ENDED = Instant.EPOCH;

    /** Whether its owner is at work. */
    boolean isRunning(Instant now) {
        return leaseUntil.isAfter(now);
    }

    /** Whether it counts no more. As long as somebody is at work on it, it does. */
    boolean isOver(Instant now) {
        return !expiresAt.isAfter(now) && !isRunning(now);
    }
}
