package dev.linkgate.gateway.endpoints.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.platform.request.EndpointId;
import java.time.Duration;

/**
 * Remembers since when each endpoint has carried an error message. Atlas leaves some endpoints pending with a message
 * for ever, and does not report since when. After the grace period such an endpoint has failed.
 *
 * <p>Each replica counts from its own first read.
 */
final class ErrorHistory {

    private static final int MAX_ENDPOINTS = 10_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final long graceNanos;
    private final Ticker ticker;
    private final Cache<Key, Long> since;

    private record Key(LinkPath link, EndpointId endpoint) {}

    /** @param grace how long an endpoint may carry a message before it has failed */
    ErrorHistory(Duration grace, Ticker ticker) {
        this.graceNanos = grace.toNanos();
        this.ticker = ticker;
        this.since = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_ENDPOINTS)
                .expireAfterAccess(FORGOTTEN_AFTER.plus(grace))
                .ticker(ticker)
                .build();
    }

    /** The endpoint as it was read just now, failed if its error has lasted for the grace period. */
    Endpoint judge(LinkPath link, Endpoint read) {
        Key key = new Key(link, read.interfaceEndpointId());
        if (!read.hasOpenError()) {
            since.invalidate(key);
            return read;
        }
        long now = ticker.read();
        return now - since.get(key, first -> now) >= graceNanos ? read.failedByError() : read;
    }
}
