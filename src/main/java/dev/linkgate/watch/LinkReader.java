package dev.linkgate.watch;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WholeLink;
import dev.linkgate.reads.FanOut;
import dev.linkgate.reads.SharedAtlas;
import dev.linkgate.reads.SharedProject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads links and endpoints on behalf of all waiting callers. Its reads serve other callers as well. */
public final class LinkReader {

    private final SharedAtlas atlas;
    private final Ticker ticker;
    private final FanOut fanOut = new FanOut();

    LinkReader(SharedAtlas atlas, Ticker ticker) {
        this.atlas = atlas;
        this.ticker = ticker;
    }

    /**
     * A link as it is or was a moment ago.
     *
     * @throws LinkgateException the problem of reading the link or one of its endpoints
     */
    public WholeLink first(RequestContext context, LinkPath path) {
        SharedProject atlasProject = atlas.project(context, path.project());
        Link link = atlasProject.link(path.link(), Freshness.SHARED).value();
        List<Optional<Endpoint>> endpoints = fanOut.map(
                context,
                link.interfaceEndpointIds(),
                id -> look(atlasProject, path, id, Freshness.SHARED).found());
        return new WholeLink(link, endpoints.stream().flatMap(Optional::stream).toList());
    }

    /**
     * Reads each target of a link once.
     *
     * @throws LinkgateException {@code no-credential}
     */
    PollResult poll(LinkPath path, PollTargets targets) {
        RequestContext context = RequestContext.system("poll-" + path.link());
        SharedProject atlasProject = atlas.project(context, path.project());
        return targets.link()
                ? pollAll(context, atlasProject, path, targets.endpoints())
                : new PollResult(Optional.empty(), lookAtEach(context, atlasProject, path, targets.endpoints()));
    }

    private PollResult pollAll(
            RequestContext context, SharedProject atlasProject, LinkPath path, Set<EndpointId> others) {
        long started = ticker.read();
        Link link;
        try {
            link = atlasProject.link(path.link(), Freshness.NEW).value();
        } catch (LinkgateException e) {
            boolean gone = e.failure().code() == ProblemCode.LINK_NOT_FOUND;
            return new PollResult(
                    gone ? Optional.of(new LinkObservation.Absent(e, started)) : Optional.empty(),
                    lookAtEach(context, atlasProject, path, others));
        }
        Set<EndpointId> all = new HashSet<>(others);
        all.addAll(link.interfaceEndpointIds());
        Map<EndpointId, EndpointObservation> observations = lookAtEach(context, atlasProject, path, all);
        return new PollResult(
                whole(link, observations).map(whole -> new LinkObservation.Present(whole, started)), observations);
    }

    /** Absent unless each of its endpoints has an observation. */
    private static Optional<WholeLink> whole(Link link, Map<EndpointId, EndpointObservation> observations) {
        List<EndpointId> ids = link.interfaceEndpointIds();
        if (!observations.keySet().containsAll(ids)) {
            return Optional.empty();
        }
        List<Endpoint> endpoints = ids.stream()
                .map(observations::get)
                .flatMap(observation -> observation.found().stream())
                .toList();
        return Optional.of(new WholeLink(link, endpoints));
    }

    /** An endpoint that could not be read is left out. */
    private Map<EndpointId, EndpointObservation> lookAtEach(
            RequestContext context, SharedProject atlasProject, LinkPath path, Collection<EndpointId> ids) {
        List<EndpointId> wanted = List.copyOf(ids);
        List<Optional<EndpointObservation>> found =
                fanOut.map(context, wanted, id -> tryToLook(atlasProject, path, id));
        Map<EndpointId, EndpointObservation> observations = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            EndpointId id = wanted.get(i);
            found.get(i).ifPresent(observation -> observations.put(id, observation));
        }
        return observations;
    }

    private Optional<EndpointObservation> tryToLook(SharedProject atlasProject, LinkPath path, EndpointId endpoint) {
        try {
            return Optional.of(look(atlasProject, path, endpoint, Freshness.NEW));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    private EndpointObservation look(
            SharedProject atlasProject, LinkPath path, EndpointId endpoint, Freshness freshness) {
        long started = ticker.read();
        return EndpointObservation.of(
                () -> atlasProject.endpoint(path.link(), endpoint, freshness).value(), started);
    }
}
