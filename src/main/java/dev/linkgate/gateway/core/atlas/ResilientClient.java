package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.ChannelLayer;
import dev.linkgate.gateway.core.atlas.channel.CountedChannel;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.SunsetChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.atlas.login.ReplacedCredentialChannel;
import dev.linkgate.gateway.core.atlas.pacing.BulkheadChannel;
import dev.linkgate.gateway.core.atlas.pacing.CircuitBreakerChannel;
import dev.linkgate.gateway.core.atlas.pacing.RateLimitedChannel;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.atlas.pacing.RetryPolicy;
import dev.linkgate.gateway.core.atlas.pacing.RetryingChannel;
import dev.linkgate.gateway.core.atlas.pacing.Sleeper;
import dev.linkgate.gateway.core.atlas.pacing.WaitMetrics;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The outbound stack, composed once. From the wire outwards:
 *
 * <ol>
 *   <li>{@link HttpChannel}, in the {@link ChannelLayer layers} of features, such as traces, and counted by
 *       {@link CountedChannel}, which must see each round trip; {@link SunsetChannel} reads the headers of each answer.
 *   <li>{@link AuthenticatingChannel}: a challenge is not a failure, so it lies below every layer that counts failures.
 *       A request that is sent again needs a new nonce count, so it passes this layer again. {@link
 *       ReplacedCredentialChannel} is next to it, because a refusal of a replaced credential is no failure either.
 *   <li>{@link CircuitBreakerChannel}: the innermost of the three layers that hold requests back, so that requests that
 *       waited further out fail at once when the breaker has opened.
 *   <li>{@link BulkheadChannel}: a place is taken only just before the request is sent, because a team that held places
 *       while it waited for its bucket would starve itself.
 *   <li>{@link RateLimitedChannel}: waits for time. It lies outside of the places, and inside of the retries because
 *       each try is one request to Atlas's limiter.
 *   <li>{@link RetryingChannel}: for reads of callers only, because {@link VerifiedWrite} is the one loop that repeats
 *       a write. Each try passes all layers above.
 *   <li>{@link ObservedChannel}: measures a read outside of all layers, and a write try by try.
 * </ol>
 */
final class ResilientClient {

    private final AuthenticatingChannel authenticating;
    private final AtlasChannel reads;
    private final AtlasChannel singleTries;
    private final RetryPolicy retryPolicy;
    private final MeterRegistry meters;

    /**
     * @param wire carries requests as they are
     * @param states is told of each change of a credential's state
     * @param successors see {@link ReplacedCredentialChannel}
     * @param sleeper lets time pass
     */
    ResilientClient(
            AtlasChannel wire,
            AtlasSettings settings,
            ResilienceSettings resilience,
            BiConsumer<AtlasCredential, CredentialState> states,
            BiFunction<AtlasCredential, Duration, Optional<AtlasCredential>> successors,
            InstantSource clock,
            RandomGenerator random,
            Sleeper sleeper,
            MeterRegistry meters) {
        WaitMetrics waits = new WaitMetrics(sleeper, meters);
        this.meters = meters;
        this.retryPolicy = new RetryPolicy(resilience.retries(), clock, random, waits, meters);

        AtlasChannel counted = new CountedChannel(new SunsetChannel(wire, clock, meters), meters);
        this.authenticating = new AuthenticatingChannel(counted, clock, states);
        AtlasChannel replaced = new ReplacedCredentialChannel(authenticating, successors);
        AtlasChannel circuitBreaker = new CircuitBreakerChannel(replaced, resilience.breaker(), clock, waits, meters);
        AtlasChannel bulkhead = new BulkheadChannel(circuitBreaker, resilience.teamConnections(), waits);
        AtlasChannel rateLimited = new RateLimitedChannel(bulkhead, resilience.rate(), clock, waits, meters);
        AtlasChannel retrying = new RetryingChannel(rateLimited, retryPolicy);
        this.reads = new ObservedChannel(retrying, meters);
        this.singleTries = new ObservedChannel(rateLimited, meters);
    }

    /** The stack up to the second layer, which asks Atlas even if the breaker is open or the credential suspect. */
    AuthenticatingChannel authenticating() {
        return authenticating;
    }

    /** Sends a read, and repeats it if necessary. A read in the background is sent once. */
    AtlasResponse read(AtlasRequest request) {
        return (request.isBackground() ? singleTries : reads).exchange(request);
    }

    /**
     * Creates a write.
     *
     * @param body reads the resource from a success's body; nothing if the body is not valid
     * @param readBack reads the written resource: the result of the write, or empty if the write was not applied
     * @param explanation explains Atlas's refusal
     */
    <T> VerifiedWrite<T> write(
            AtlasOperation operation,
            Function<AtlasResponse, Optional<T>> body,
            Supplier<Optional<WriteResult.Applied<T>>> readBack,
            Function<AtlasResponse, Failure> explanation) {
        return new VerifiedWrite<>(operation, singleTries, retryPolicy, meters, body, readBack, explanation);
    }
}
