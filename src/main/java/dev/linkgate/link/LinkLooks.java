package dev.linkgate.link;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at links and endpoints on behalf of all who wait for them. What it sees serves those who do not wait as well.
 */
final class LinkLooks {

    private final SharedAtlas atlas;
    private final Ticker ticker;
    private final FanOut fanOut = new FanOut();

    LinkLooks(SharedAtlas atlas, Ticker ticker) {
        this.atlas = atlas;
        this.ticker = ticker;
    }

    /**
     * A link as it is or was a moment ago.
     *
     * @throws LinkgateException what Atlas says of the link or of one of its endpoints
     */
    WholeLink first(RequestContext context, LinkPath path) {
        SharedProject there = atlas.project(context, path.project());
        Link link = there.link(path.link(), Freshness.SHARED).value();
        List<Optional<Endpoint>> endpoints = fanOut.map(
                endpointsOf(link), id -> look(there, path, id, Freshness.SHARED).found());
        return new WholeLink(link, endpoints.stream().flatMap(Optional::stream).toList());
    }

    /**
     * Looks once at everything that is wanted of a link.
     *
     * @throws LinkgateException {@code no-credential}
     */
    Round round(LinkPath path, Wanted wanted) {
        SharedProject there = atlas.project(RequestContext.system("poll-" + path.link()), path.project());
        return wanted.link()
                ? roundOfAll(there, path, wanted.endpoints())
                : new Round(Optional.empty(), lookAtEach(there, path, wanted.endpoints()));
    }

    private Round roundOfAll(SharedProject there, LinkPath path, Set<EndpointId> others) {
        long started = ticker.read();
        Link link;
        try {
            link = there.link(path.link(), Freshness.NEW).value();
        } catch (LinkgateException e) {
            boolean gone = e.failure().code() == ProblemCode.LINK_NOT_FOUND;
            return new Round(
                    gone ? Optional.of(new LinkSighting.Gone(e, started)) : Optional.empty(),
                    lookAtEach(there, path, others));
        }
        Set<EndpointId> all = new HashSet<>(others);
        all.addAll(endpointsOf(link));
        Map<EndpointId, Sighting> sightings = lookAtEach(there, path, all);
        return new Round(whole(link, sightings).map(whole -> new LinkSighting.There(whole, started)), sightings);
    }

    /** Absent unless there is a sighting of each of its endpoints. */
    private static Optional<WholeLink> whole(Link link, Map<EndpointId, Sighting> sightings) {
        List<EndpointId> ids = endpointsOf(link);
        if (!sightings.keySet().containsAll(ids)) {
            return Optional.empty();
        }
        List<Endpoint> endpoints = ids.stream()
                .map(sightings::get)
                .flatMap(sighting -> sighting.found().stream())
                .toList();
        return Optional.of(new WholeLink(link, endpoints));
    }

    /** One that could not be looked at is left out. */
    private Map<EndpointId, Sighting> lookAtEach(SharedProject there, LinkPath path, Collection<EndpointId> ids) {
        List<EndpointId> wanted = List.copyOf(ids);
        List<Optional<Sighting>> found = fanOut.map(wanted, id -> tryToLook(there, path, id));
        Map<EndpointId, Sighting> sightings = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            EndpointId id = wanted.get(i);
            found.get(i).ifPresent(sighting -> sightings.put(id, sighting));
        }
        return sightings;
    }

    private Optional<Sighting> tryToLook(SharedProject there, LinkPath path, EndpointId endpoint) {
        try {
            return Optional.of(look(there, path, endpoint, Freshness.NEW));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    private Sighting look(SharedProject there, LinkPath path, EndpointId endpoint, Freshness freshness) {
        long started = ticker.read();
        return Sighting.of(
                () -> there.endpoint(path.link(), endpoint, freshness).value(), started);
    }

    private static List<EndpointId> endpointsOf(Link link) {
        return link.interfaceEndpointIds().stream().map(EndpointId::new).toList();
    }
}
