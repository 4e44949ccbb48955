package dev.linkgate.gateway.inbound.idempotency;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stored claim of an idempotency key.
 *
 * @param owner identifies the one try that may work on the request
 * @param leaseUntil the owner counts as working until then; the epoch once it has ended
 * @param intent the sequence of the first intent of its tries; absent if none has begun a write
 * @param answer absent while there is none: the owner is working, has crashed, or ended with an unknown result
 */
record Claim(
        KeyedRequest request,
        String owner,
        Instant leaseUntil,
        Instant expiresAt,
        @Nullable Long intent,
        @Nullable StoredResponse answer) {

    static final Instant ENDED = Instant.EPOCH;

    /** Whether its owner is working. */
    boolean isRunning(Instant now) {
        return leaseUntil.isAfter(now);
    }

    /** Whether it has expired. A claim whose owner is working never expires. */
    boolean isOver(Instant now) {
        return !expiresAt.isAfter(now) && !isRunning(now);
    }
}
