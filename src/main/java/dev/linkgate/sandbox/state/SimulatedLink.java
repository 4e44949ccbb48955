package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One link, its endpoints, and its state over time. Guarded by its {@link Inventory}. */
final class SimulatedLink {

    private final String id;
    private final PrivateEndpointOperation.CreateLink asked;
    private final Instant createdAt;
    private final @Nullable SimulatedLinkStatus held;
    private final Map<String, SimulatedEndpoint> endpoints = new LinkedHashMap<>();
    private @Nullable List<String> remoteRegions;
    private @Nullable Instant goneAt;

    /** @param held a status in which the link stays until it is removed; absent for normal state changes */
    SimulatedLink(
            String id,
            PrivateEndpointOperation.CreateLink asked,
            Instant createdAt,
            @Nullable SimulatedLinkStatus held) {
        this.id = id;
        this.asked = asked;
        this.createdAt = createdAt;
        this.held = held;
        setRemoteRegions(asked.remoteRegions());
    }

    String id() {
        return id;
    }

    boolean isOf(Provider provider) {
        return asked.provider() == provider;
    }

    CloudRegion region() {
        return new CloudRegion(asked.provider(), asked.region());
    }

    boolean isPortMapped() {
        return asked.portMapping();
    }

    /** @throws RequestRefused if the link's own region is among them */
    void setRemoteRegions(@Nullable List<String> regions) {
        if (regions != null && regions.contains(asked.region())) {
            throw Refusal.INVALID_ATTRIBUTE.of("supportedRemoteRegions");
        }
        remoteRegions = regions;
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }

    boolean isLeaving() {
        return goneAt != null;
    }

    void leave(Instant goneAt) {
        this.goneAt = goneAt;
    }

    /**
     * Adds an endpoint, or replaces the one with its id.
     *
     * @param held as for {@link SimulatedEndpoint}
     */
    SimulatedEndpoint add(NewAtlasEndpoint given, Instant now, Fate fate, @Nullable EndpointStatus held) {
        SimulatedEndpoint endpoint = new SimulatedEndpoint(given, isPortMapped(), now, fate, held);
        endpoints.put(key(given.id()), endpoint);
        return endpoint;
    }

    /**
     * An endpoint as it is on this link.
     *
     * @throws RequestRefused if it does not fit the link
     */
    NewAtlasEndpoint fitted(NewAtlasEndpoint given) {
        return isPortMapped() && given instanceof NewAtlasEndpoint.Gcp gcp ? gcp.portMapped() : given;
    }

    @Nullable
    SimulatedEndpoint endpoint(String endpoint, Instant now) {
        forgetGone(now);
        return endpoints.get(key(endpoint));
    }

    /** The existing endpoints, including those being removed. */
    Collection<SimulatedEndpoint> endpoints(Instant now) {
        forgetGone(now);
        return endpoints.values();
    }

    private void forgetGone(Instant now) {
        endpoints.values().removeIf(endpoint -> endpoint.isGone(now));
    }

    /** Azure compares its ids without regard to case. */
    private String key(String endpoint) {
        return isOf(Provider.AZURE) ? endpoint.toLowerCase(Locale.ROOT) : endpoint;
    }

    SimulatedLinkStatus status(Instant now, Timing timing) {
        if (isLeaving()) {
            return SimulatedLinkStatus.DELETING;
        }
        if (held != null) {
            return held;
        }
        return now.isBefore(createdAt.plus(timing.linkInitiating()))
                ? SimulatedLinkStatus.INITIATING
                : SimulatedLinkStatus.AVAILABLE;
    }

    LinkState state(Instant now, Timing timing) {
        return state(status(now, timing), now);
    }

    /** The state in the answer to a creation, whatever the timing. */
    LinkState initialState() {
        return state(SimulatedLinkStatus.INITIATING, createdAt);
    }

    private LinkState state(SimulatedLinkStatus status, Instant now) {
        String error =
                status == SimulatedLinkStatus.FAILED ? "The link could not be set up at the cloud provider." : null;
        return new LinkState(
                asked.project(),
                id,
                asked.provider(),
                asked.region(),
                status,
                error,
                endpoints(now).stream().map(SimulatedEndpoint::id).toList(),
                isPortMapped(),
                remoteRegions);
    }
}
