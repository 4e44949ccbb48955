package dev.linkgate.sandbox.state;

import dev.linkgate.protocol.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One token bucket for each project. */
public final class RateBuckets {

    /** Bounds the memory that invented project ids can take; further projects are not limited. */
    private static final int MAX_PROJECTS = 10_000;

    private final String resource;
    private final RateLimit limit;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private static final class Bucket {
        private double tokens;
        private Instant at;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    /** @param resource what is limited: the segment of the path that follows the project */
    public RateBuckets(String resource, RateLimit limit, InstantSource clock) {
        this.resource = resource;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Takes one token.
     *
     * @return the number left, as in the header
     * @throws RequestRefused if no token was left
     */
    public int take(String project) {
        if (!limit.enforced() || buckets.size() > MAX_PROJECTS) {
            return limit.capacity() - 1;
        }
        Instant now = clock.instant();
        Bucket bucket = buckets.computeIfAbsent(project, unseen -> new Bucket(limit.capacity(), now));
        double perSecond = limit.refill() / seconds(limit.per());
        synchronized (bucket) {
            double refilled = seconds(Duration.between(bucket.at, now)) * perSecond;
            bucket.tokens = Math.min(limit.capacity(), bucket.tokens + refilled);
            bucket.at = now;
            if (bucket.tokens < 1) {
                throw Refusal.RATE_LIMITED.of(
                        "api/atlas/v2/groups/" + project + "/" + resource,
                        (int) Math.ceil((1 - bucket.tokens) / perSecond),
                        limit.capacity(),
                        limit.refill(),
                        (int) limit.per().toSeconds());
            }
            bucket.tokens -= 1;
            return (int) bucket.tokens;
        }
    }

    public Map<String, String> headers(int left) {
        return Map.of("Ratelimit-Limit", String.valueOf(limit.capacity()), "Ratelimit-Remaining", String.valueOf(left));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
