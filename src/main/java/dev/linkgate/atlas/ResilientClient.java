package dev.linkgate.atlas;

import dev.linkgate.link.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The layers that bear with Atlas, put together once. From the wire outwards:
 *
 * <ol>
 *   <li>{@link HttpChannel}, counted by {@link CountedChannel}, which must see each round trip.
 *   <li>{@link AuthenticatingChannel}: a challenge is no failure, so it lies below whatever counts failures; and a
 *       request that is sent again needs a new count, so it passes here anew.
 *   <li>{@link CircuitBreakerChannel}: innermost of the three that hold requests back, so that those who waited outside
 *       are told at once when the breaker opens meanwhile.
 *   <li>{@link BulkheadChannel}: a place is taken only when the next thing is the request itself, for a team that
 *       waited for its bucket with its places taken would starve itself.
 *   <li>{@link RateLimitedChannel}: waits for time; outside of the places, inside of the retries, for each try is one
 *       request to Atlas's limiter.
 *   <li>{@link RetryingChannel}, for reads only, because {@link CarefulWrite} is the one loop that repeats a write:
 *       each try passes all of the above.
 *   <li>{@link ObservedChannel}: a read is measured outside of all of it, a write try by try.
 * </ol>
 */
final class ResilientClient {

    private final AtlasChannel reads;
    private final AtlasChannel writes;
    private final RetryPolicy retryPolicy;
    private final MeterRegistry meters;

    /**
     * @param host what is behind the breaker, for its name
     * @param authenticating everything up to the second layer
     * @param sleeper lets time pass
     */
    ResilientClient(
            AtlasChannel authenticating,
            String host,
            ResilienceSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Sleeper sleeper,
            MeterRegistry meters) {
        WaitMetrics waits = new WaitMetrics(sleeper, meters);
        this.meters = meters;
        this.retryPolicy = new RetryPolicy(settings.retries(), clock, random, waits, meters);
        AtlasChannel circuitBreaker =
                new CircuitBreakerChannel(authenticating, host, settings.breaker(), clock, waits, meters);
        AtlasChannel bulkhead = new BulkheadChannel(circuitBreaker, settings.teamConnections(), waits);
        AtlasChannel rateLimited = new RateLimitedChannel(bulkhead, settings.rate(), clock, waits, meters);
        this.reads = new ObservedChannel(new RetryingChannel(rateLimited, retryPolicy), meters);
        this.writes = new ObservedChannel(rateLimited, meters);
    }

    /** Sends a read, again if need be. */
    AtlasResponse read(AtlasRequest request) {
        return reads.exchange(request);
    }

    /** @param look reads the endpoint that is written */
    CarefulWrite write(AtlasOperation operation, Supplier<Endpoint> look) {
        return new CarefulWrite(operation, writes, retryPolicy, meters, look);
    }
}
