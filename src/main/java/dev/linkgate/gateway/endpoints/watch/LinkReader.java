package dev.linkgate.gateway.endpoints.watch;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.Freshness;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.WholeLink;
import dev.linkgate.gateway.endpoints.observation.ConnectionsObservation;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.endpoints.reads.FanOut;
import dev.linkgate.gateway.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.endpoints.reads.SharedProject;
import dev.linkgate.gateway.platform.concurrency.FairTurns;
import dev.linkgate.gateway.platform.concurrency.Rounds;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads links, endpoints and the connections of clusters on behalf of all waiting callers. Its reads serve other
 * callers as well.
 */
public final class LinkReader {

    /** Polls of links with many endpoints at once; each link has one at most, so they wait in a fair order. */
    private static final int LONG_POLLS = 8;

    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final SharedAtlas atlas;
    private final Ticker ticker;
    private final FanOut fanOut;
    private final FanOut polls = new FanOut(new FairTurns("polls", LONG_POLLS, LONG_POLLS), ANY_TIME);
    private final Rounds<LinkPath, WholeLink> rounds = new Rounds<>();

    /** @param fanOut for callers; the pollers have their own */
    LinkReader(SharedAtlas atlas, FanOut fanOut, Ticker ticker) {
        this.atlas = atlas;
        this.fanOut = fanOut;
        this.ticker = ticker;
    }

    /**
     * A link as it is or was a moment ago. Callers share it.
     *
     * @throws LinkgateException the problem of reading the link or one of its endpoints
     */
    public WholeLink first(RequestContext context, LinkPath path) {
        return rounds.get(context, path, () -> read(context, path));
    }

    private WholeLink read(RequestContext context, LinkPath path) {
        SharedProject atlasProject = atlas.project(context, path.project());
        Link link = atlasProject.link(path.link(), Freshness.SHARED).value();
        List<Optional<Endpoint>> endpoints = fanOut.map(
                context,
                link.interfaceEndpointIds(),
                id -> observe(atlasProject, path, id, Freshness.SHARED).found());
        return new WholeLink(link, endpoints.stream().flatMap(Optional::stream).toList());
    }

    /**
     * Reads each target of a subject once.
     *
     * @throws LinkgateException {@code no-credential}, or the problem of reading the clusters
     */
    PollResult poll(Target subject, PollRound round) {
        ProjectId project = Objects.requireNonNull(subject.project());
        String requestId = "poll-" + (subject.link() == null ? project : subject.link());
        RequestContext context =
                round.forCallers() ? RequestContext.system(requestId) : RequestContext.background(requestId);
        SharedProject atlasProject = atlas.project(context, project);
        return subject.link() == null
                ? pollConnections(atlasProject, project)
                : pollLink(context, atlasProject, LinkPath.of(subject), round.targets());
    }

    private PollResult pollConnections(SharedProject atlasProject, ProjectId project) {
        long started = ticker.read();
        ClusterConnections connections =
                atlasProject.clusters(Freshness.NEW).value().connections();
        PollResult result = new PollResult();
        result.put(new PollTarget.OfConnections(project), new ConnectionsObservation(connections, started));
        return result;
    }

    private PollResult pollLink(
            RequestContext context, SharedProject atlasProject, LinkPath path, Set<PollTarget<?>> targets) {
        PollResult result = new PollResult();
        PollTarget.OfLink whole = new PollTarget.OfLink(path);
        Set<EndpointId> endpoints = endpoints(targets);
        Optional<Link> link = Optional.empty();
        long started = ticker.read();
        if (targets.contains(whole)) {
            try {
                link = Optional.of(atlasProject.link(path.link(), Freshness.NEW).value());
            } catch (LinkgateException e) {
                if (e.failure().code() == ProblemCode.LINK_NOT_FOUND) {
                    result.put(whole, new LinkObservation.Absent(e, started));
                }
            }
        }
        link.ifPresent(found -> endpoints.addAll(found.interfaceEndpointIds()));
        Map<EndpointId, EndpointObservation> observations = lookAtEach(context, atlasProject, path, endpoints);
        observations.forEach((id, seen) -> result.put(new PollTarget.OfEndpoint(path, id), seen));
        link.flatMap(found -> whole(found, observations))
                .ifPresent(seen -> result.put(whole, new LinkObservation.Present(seen, started)));
        return result;
    }

    private static Set<EndpointId> endpoints(Set<PollTarget<?>> targets) {
        Set<EndpointId> endpoints = new HashSet<>();
        for (PollTarget<?> target : targets) {
            if (target instanceof PollTarget.OfEndpoint one) {
                endpoints.add(one.endpoint());
            }
        }
        return endpoints;
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
        List<Optional<EndpointObservation>> found = polls.map(context, wanted, id -> tryToLook(atlasProject, path, id));
        Map<EndpointId, EndpointObservation> observations = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            EndpointId id = wanted.get(i);
            found.get(i).ifPresent(observation -> observations.put(id, observation));
        }
        return observations;
    }

    private Optional<EndpointObservation> tryToLook(SharedProject atlasProject, LinkPath path, EndpointId endpoint) {
        try {
            return Optional.of(observe(atlasProject, path, endpoint, Freshness.NEW));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    private EndpointObservation observe(
            SharedProject atlasProject, LinkPath path, EndpointId endpoint, Freshness freshness) {
        long started = ticker.read();
        return EndpointObservation.of(
                () -> atlasProject.endpoint(path.link(), endpoint, freshness).value(), started);
    }
}
