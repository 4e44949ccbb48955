package dev.linkgate.link;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkgateException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at endpoints on behalf of all who wait for them. What it sees serves those who do not wait as well. */
final class EndpointLooks {

    private final SharedAtlas atlas;
    private final Ticker ticker;
    private final FanOut fanOut = new FanOut();

    EndpointLooks(SharedAtlas atlas, Ticker ticker) {
        this.atlas = atlas;
        this.ticker = ticker;
    }

    /**
     * Looks once at each of a link's endpoints. One that could not be looked at is left out.
     *
     * @throws LinkgateException {@code no-credential}
     */
    Map<EndpointId, Sighting> look(LinkPath path, Collection<EndpointId> endpoints) {
        SharedProject there = atlas.project(Call.system("poll-" + path.link()), path.project());
        List<EndpointId> wanted = List.copyOf(endpoints);
        List<Optional<Sighting>> found = fanOut.map(wanted, id -> look(there, path, id));
        Map<EndpointId, Sighting> sightings = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            EndpointId id = wanted.get(i);
            found.get(i).ifPresent(sighting -> sightings.put(id, sighting));
        }
        return sightings;
    }

    private Optional<Sighting> look(SharedProject there, LinkPath path, EndpointId endpoint) {
        long started = ticker.read();
        try {
            Seen<Endpoint> seen = there.endpoint(path.link(), endpoint, Freshness.NEW);
            return Optional.of(new Sighting.There(seen.value(), seen.nanos()));
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.of(new Sighting.Gone(e, started));
                default -> Optional.empty();
            };
        }
    }
}
