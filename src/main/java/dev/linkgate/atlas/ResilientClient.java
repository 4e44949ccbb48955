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
 *   <li>{@link BreakingChannel}: innermost of the three that hold requests back, so that those who waited outside are
 *       told at once when the breaker opens meanwhile.
 *   <li>{@link PartitionedChannel}: a place is taken only when the next thing is the request itself, for a team that
 *       waited for its bucket with its places taken would starve itself.
 *   <li>{@link PacedChannel}: waits for time; outside of the places, inside of the retries, for each try is one request
 *       to Atlas's limiter.
 *   <li>{@link ResilientChannel}, for reads only, because {@link CarefulWrite} is the one loop that repeats a write: each
 *       try passes all of the above.
 *   <li>{@link ObservedChannel}: a read is measured outside of all of it, a write try by try.
 * </ol>
 */
final class ResilientClient {

    private final AtlasChannel reads;
    private final AtlasChannel writes;
    private final Retries retries;
    private final MeterRegistry meters;

    /**
     * @param host what is behind the breaker, for its name
     * @param authenticating everything up to the second layer
     * @param pause lets time pass
     */
    ResilientClient(
            AtlasChannel authenticating,
            String host,
            ResilienceSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Pause pause,
            MeterRegistry meters) {
        Waiting waiting = new Waiting(pause, meters);
        this.meters = meters;
        this.retries = new Retries(settings.retries(), clock, random, waiting, meters);
        AtlasChannel breaking = new BreakingChannel(authenticating, host, settings.breaker(), clock, waiting, meters);
        AtlasChannel partitioned = new PartitionedChannel(breaking, settings.teamConnections(), waiting);
        AtlasChannel paced = new PacedChannel(partitioned, settings.rate(), clock, waiting, meters);
        this.reads = new ObservedChannel(new ResilientChannel(paced, retries), meters);
        this.writes = new ObservedChannel(paced, meters);
    }

    /** Sends a read, again if need be. */
    AtlasResponse read(AtlasRequest request) {
        return reads.exchange(request);
    }

    /** @param look reads the endpoint that is written */
    CarefulWrite write(AtlasOperation operation, Supplier<Endpoint> look) {
        return new CarefulWrite(operation, writes, retries, meters, look);
    }
}
