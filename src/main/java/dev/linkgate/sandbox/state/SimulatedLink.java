package dev.linkgate.sandbox.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One link, its endpoints, and its state over time. Guarded by its {@link Inventory}. */
final class SimulatedLink {

    private final String id;
    private final SimulatedOperation.CreateLink asked;
    private final Instant createdAt;
    private final @Nullable LinkStatus held;
    private final Map<String, SimulatedEndpoint> endpoints = new LinkedHashMap<>();
    private @Nullable Instant goneAt;

    /** @param held a status in which the link stays until it is removed; absent for normal state changes */
    SimulatedLink(String id, SimulatedOperation.CreateLink asked, Instant createdAt, @Nullable LinkStatus held) {
        this.id = id;
        this.asked = asked;
        this.createdAt = createdAt;
        this.held = held;
    }

    String id() {
        return id;
    }

    boolean isOf(Provider provider) {
        return asked.provider() == provider;
    }

    boolean isIn(Provider provider, String region) {
        return isOf(provider) && asked.region().equals(region);
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

    /** The existing endpoints; removed ones are forgotten first. */
    Map<String, SimulatedEndpoint> endpoints(Instant now) {
        endpoints.values().removeIf(endpoint -> endpoint.isGone(now));
        return endpoints;
    }

    LinkStatus status(Instant now, Timing timing) {
        if (isLeaving()) {
            return LinkStatus.DELETING;
        }
        if (held != null) {
            return held;
        }
        return now.isBefore(createdAt.plus(timing.linkInitiating())) ? LinkStatus.INITIATING : LinkStatus.AVAILABLE;
    }

    LinkState state(Instant now, Timing timing) {
        return state(status(now, timing), now);
    }

    /** The state in the answer to a creation, whatever the timing. */
    LinkState initialState() {
        return state(LinkStatus.INITIATING, createdAt);
    }

    private LinkState state(LinkStatus status, Instant now) {
        String error = status == LinkStatus.FAILED ? "The link could not be set up at the cloud provider." : null;
        return new LinkState(
                id,
                asked.provider(),
                asked.region(),
                status,
                error,
                List.copyOf(endpoints(now).keySet()),
                asked.portMapping(),
                asked.remoteRegions());
    }
}
