package dev.linkgate.gateway.core.atlas.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The limit in the body of a 429. Source: Atlas's page "API Rate Limiting"; {@code parameters} mixes texts and numbers,
 * and the wait can be 0:
 *
 * <pre>
 * RATE_LIMITED_TOKEN_BUCKET  [path, retryAfterSeconds, capacity, refill, periodSeconds]
 * RATE_LIMITED               [path, requests, periodMinutes]
 * </pre>
 *
 * @param retryAfter when a request will be accepted; absent in the older form
 * @param capacity requests that a full bucket holds, at least 1
 * @param perSecond requests that flow back a second, more than 0
 */
public record RateNotice(@Nullable Duration retryAfter, int capacity, double perSecond) {

    private static final int MAX_SECONDS = 999_999;

    /** @return nothing if the body is neither of the two */
    public static @Nullable RateNotice read(AtlasResponse response) {
        JsonNode body = response.json();
        JsonNode parameters = body.path("parameters");
        int first = parameters.path(1).asInt(0);
        int second = parameters.path(2).asInt(0);
        return switch (body.path("errorCode").asString("")) {
            case "RATE_LIMITED_TOKEN_BUCKET" ->
                of(
                        Duration.ofSeconds(Math.clamp(first, 0, MAX_SECONDS)),
                        second,
                        parameters.path(3).asInt(0),
                        parameters.path(4).asInt(0));
            case "RATE_LIMITED" -> of(null, first, first, Math.clamp(second, 0, MAX_SECONDS) * 60);
            default -> null;
        };
    }

    private static @Nullable RateNotice of(@Nullable Duration retryAfter, int capacity, int refill, int seconds) {
        return capacity > 0 && refill > 0 && seconds > 0
                ? new RateNotice(retryAfter, capacity, (double) refill / seconds)
                : null;
    }
}
