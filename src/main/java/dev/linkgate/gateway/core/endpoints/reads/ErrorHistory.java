package dev.linkgate.gateway.core.endpoints.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Remembers since when each endpoint has carried an error message. Atlas leaves some endpoints pending with a message
 * for ever, and does not report since when. After the grace period such an endpoint has failed.
 *
 * <p>Each replica counts from its own first read, and anew once it has seen the endpoint absent.
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

    /**
     * The endpoint as it is read now, failed if its error has lasted for the grace period.
     *
     * @param read its exception passes through
     */
    Endpoint judge(LinkPath link, EndpointId endpoint, Supplier<Endpoint> read) {
        Key key = new Key(link, endpoint);
        Endpoint seen;
        try {
            seen = read.get();
        } catch (LinkgateException e) {
            if (e.failure().code().equals(ProblemCode.ENDPOINT_NOT_FOUND)) {
                since.invalidate(key);
            }
            throw e;
        }
        if (!seen.hasOpenError()) {
            since.invalidate(key);
            return seen;
        }
        long now = ticker.read();
        return now - since.get(key, first -> now) >= graceNanos ? seen.failedByError() : seen;
    }
}
