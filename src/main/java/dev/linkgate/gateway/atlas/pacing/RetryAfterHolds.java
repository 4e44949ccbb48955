package dev.linkgate.gateway.atlas.pacing;

import dev.linkgate.gateway.atlas.channel.AtlasRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests back after a 429. A hold covers all requests for the same {@linkplain AtlasRequest#resources resources}
 * of the project, because the limit is theirs whether or not the answer names it. A 429 to a request without a project
 * holds all requests of its credential.
 *
 * <p>Without a hold, nothing is looked up.
 */
final class RetryAfterHolds {

    private final InstantSource clock;
    private final Map<Scope, Instant> ends = new ConcurrentHashMap<>();

    private sealed interface Scope {}

    private record OfCredential(String name, int version) implements Scope {

        static OfCredential of(AtlasRequest request) {
            return new OfCredential(
                    request.credential().name(), request.credential().version());
        }
    }

    private record OfResources(String resources) implements Scope {}

    RetryAfterHolds(InstantSource clock) {
        this.clock = clock;
    }

    /** Holds the other requests, too. */
    void hold(AtlasRequest request, Duration asked) {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !now.isBefore(end));
        if (asked.isPositive()) {
            String resources = request.resources();
            Scope scope = resources.isEmpty() ? OfCredential.of(request) : new OfResources(resources);
            ends.merge(scope, now.plus(asked), RetryAfterHolds::later);
        }
    }

    /** How long a request must wait; zero if it need not. */
    Duration left(AtlasRequest request) {
        if (ends.isEmpty()) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Duration credential = left(ends.get(OfCredential.of(request)), now);
        Duration resources = left(ends.get(new OfResources(request.resources())), now);
        return credential.compareTo(resources) > 0 ? credential : resources;
    }

    private static Duration left(@Nullable Instant end, Instant now) {
        return end == null || !now.isBefore(end) ? Duration.ZERO : Duration.between(now, end);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
