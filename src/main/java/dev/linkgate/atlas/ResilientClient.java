package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.credential.CredentialState;
import dev.linkgate.kernel.Failure;
import dev.linkgate.link.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The outbound stack, composed once. From the wire outwards:
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
 *   <li>{@link RetryingChannel}, for reads only, because {@link VerifiedWrite} is the one loop that repeats a write:
 *       each try passes all of the above.
 *   <li>{@link ObservedChannel}: a read is measured outside of all of it, a write try by try.
 * </ol>
 */
final class ResilientClient {

    private final AuthenticatingChannel authenticating;
    private final AtlasChannel reads;
    private final AtlasChannel writes;
    private final RetryPolicy retryPolicy;
    private final MeterRegistry meters;

    /**
     * @param wire carries requests as they are
     * @param states is told of each change of a credential's state
     * @param sleeper lets time pass
     */
    ResilientClient(
            AtlasChannel wire,
            AtlasSettings settings,
            ResilienceSettings resilience,
            BiConsumer<AtlasCredential, CredentialState> states,
            InstantSource clock,
            RandomGenerator random,
            Sleeper sleeper,
            MeterRegistry meters) {
        WaitMetrics waits = new WaitMetrics(sleeper, meters);
        String host = settings.origin().getAuthority();
        this.meters = meters;
        this.retryPolicy = new RetryPolicy(resilience.retries(), clock, random, waits, meters);

        AtlasChannel counted = new CountedChannel(wire, meters);
        this.authenticating = new AuthenticatingChannel(counted, settings.maxConnections(), clock, states);
        AtlasChannel circuitBreaker =
                new CircuitBreakerChannel(authenticating, host, resilience.breaker(), clock, waits, meters);
        AtlasChannel bulkhead = new BulkheadChannel(circuitBreaker, resilience.teamConnections(), waits);
        AtlasChannel rateLimited = new RateLimitedChannel(bulkhead, resilience.rate(), clock, waits, meters);
        AtlasChannel retrying = new RetryingChannel(rateLimited, retryPolicy);
        this.reads = new ObservedChannel(retrying, meters);
        this.writes = new ObservedChannel(rateLimited, meters);
    }

    /** The stack up to the second layer, for asking Atlas whatever is thought of it and of the credential. */
    AuthenticatingChannel authenticating() {
        return authenticating;
    }

    /** Sends a read, again if need be. */
    AtlasResponse read(AtlasRequest request) {
        return reads.exchange(request);
    }

    /**
     * A write.
     *
     * @param readBack reads the endpoint that is written, which may be gone
     * @param explanation tells why Atlas refused
     */
    VerifiedWrite write(
            AtlasOperation operation,
            Supplier<Optional<Endpoint>> readBack,
            Function<AtlasResponse, Failure> explanation) {
        return new VerifiedWrite(operation, writes, retryPolicy, meters, readBack, explanation);
    }
}
