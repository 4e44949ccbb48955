package dev.linkgate.gateway.core.atlas.pacing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.RateNotice;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Keeps Atlas's rate limits: a 429 holds requests back for its pause, and a low token bucket is shared fairly. Both are
 * learnt from Atlas's answers. A project has a bucket for its private endpoints, one for its clusters, and one for its
 * events.
 */
public final class RateLimitedChannel implements AtlasChannel {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final String LIMIT = "RateLimit-Limit";
    private static final String REMAINING = "RateLimit-Remaining";

    private final AtlasChannel inner;
    private final WaitMetrics waits;
    private final RetryAfterHolds holds;
    private final LoadingCache<String, TokenBucket> buckets;

    public RateLimitedChannel(
            AtlasChannel inner,
            ResilienceSettings.Rate settings,
            InstantSource clock,
            WaitMetrics waits,
            MeterRegistry meters) {
        this(inner, settings, clock, System::nanoTime, waits, meters);
    }

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    public RateLimitedChannel(
            AtlasChannel inner,
            ResilienceSettings.Rate settings,
            InstantSource clock,
            LongSupplier nanoTime,
            WaitMetrics waits,
            MeterRegistry meters) {
        this.inner = inner;
        this.waits = waits;
        this.holds = new RetryAfterHolds(clock);
        this.buckets = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build(resources -> new TokenBucket(settings, waits, nanoTime));
        Metric.ATLAS_BUCKETS.gauge(this, RateLimitedChannel::scarceBuckets).register(meters);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        String resources = request.resources();
        try {
            sitOut(request);
            if (resources.isEmpty()) {
                return exchangeHeld(request);
            }
            if (request.isBackground() && !leavesRoom(request)) {
                throw AtlasFault.HELD_BACK.failure().toException();
            }
            TokenBucket bucket = buckets.get(resources);
            boolean counted = bucket.take(request);
            try {
                AtlasResponse response = exchangeHeld(request);
                learn(bucket, response);
                return response;
            } finally {
                if (counted) {
                    bucket.answered();
                }
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        }
    }

    /** Whether none of the project's buckets runs low. */
    private boolean leavesRoom(AtlasRequest request) {
        return buckets.asMap().entrySet().stream()
                .filter(each -> request.isOfSameProject(each.getKey()))
                .allMatch(each -> each.getValue().leavesRoom());
    }

    private void sitOut(AtlasRequest request) throws InterruptedException {
        for (Duration left = holds.left(request); left.isPositive(); left = holds.left(request)) {
            if (request.isBackground()
                    || left.compareTo(request.timeLeft()) >= 0
                    || !waits.sleep(WaitMetrics.Reason.RETRY_AFTER, left, request)) {
                throw AtlasFault.HELD_BACK.failure().retryAfter(left).toException();
            }
        }
    }

    private AtlasResponse exchangeHeld(AtlasRequest request) {
        AtlasResponse response = inner.exchange(request);
        if (isRateLimited(response)) {
            Duration asked = response.retryAfter();
            if (asked != null) {
                holds.hold(request, asked);
            }
        }
        return response;
    }

    private static boolean isRateLimited(AtlasResponse response) {
        return FaultClassifier.of(response) == AtlasFault.RATE_LIMITED;
    }

    private static void learn(TokenBucket bucket, AtlasResponse response) {
        HttpHeaders headers = response.headers();
        int limit = number(headers, LIMIT);
        int remaining = number(headers, REMAINING);
        if (isRateLimited(response)) {
            RateNotice notice = RateNotice.read(response);
            if (notice != null) {
                bucket.refused(notice);
            }
        } else if (limit > 0 && remaining >= 0) {
            bucket.heard(limit, remaining);
        }
    }

    /** The header's value; -1 if it is absent or not a number. */
    private static int number(HttpHeaders headers, String name) {
        String value = headers.getFirst(name);
        try {
            return value == null ? -1 : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private double scarceBuckets() {
        return buckets.asMap().values().stream().filter(TokenBucket::isScarce).count();
    }

    /**
     * Holds requests back after a 429. A hold covers all requests for the same
     * {@linkplain AtlasRequest#resources resources} of the project, because the limit is theirs whether or not the
     * answer names it. A 429 to a request for the project itself holds all requests of its credential.
     *
     * <p>Without a hold, nothing is looked up.
     */
    static final class RetryAfterHolds {

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
}
