package dev.linkgate.gateway.feature.waiting;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

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

    /** @param fanOut for callers; polls have their own */
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
                id -> observe(atlasProject, path, id, Freshness.SHARED).value().found());
        return new WholeLink(link, endpoints.stream().flatMap(Optional::stream).toList());
    }

    /** @throws LinkgateException if the read neither finds the endpoint nor shows that it is absent */
    Aged<EndpointObservation> endpoint(RequestContext context, LinkPath path, EndpointId endpoint) {
        return observe(atlas.project(context, path.project()), path, endpoint, Freshness.NEW);
    }

    /** @throws LinkgateException the problem of reading the clusters */
    Aged<ClusterConnections> connections(RequestContext context, ProjectId project) {
        return atlas.project(context, project).clusters(Freshness.NEW).map(Clusters::connections);
    }

    /**
     * A link with its endpoints, as old as what was read first.
     *
     * @param endpoints reads an endpoint, or takes a read that began no earlier than this or is under way
     * @throws RuntimeException if the link or one of its endpoints could not be read
     */
    Aged<LinkObservation> link(
            RequestContext context, LinkPath path, BiFunction<EndpointId, Long, Aged<EndpointObservation>> endpoints) {
        long began = ticker.read();
        Link link;
        try {
            link = atlas.project(context, path.project())
                    .link(path.link(), Freshness.NEW)
                    .value();
        } catch (LinkgateException e) {
            if (e.failure().code().equals(ProblemCode.LINK_NOT_FOUND)) {
                return new Aged<>(new LinkObservation.Absent(e), began, null);
            }
            throw e;
        }
        List<Aged<EndpointObservation>> seen =
                polls.map(context, link.interfaceEndpointIds(), id -> endpoints.apply(id, began));
        long age = seen.stream().mapToLong(each -> began - each.nanos()).reduce(0, Math::max);
        List<Endpoint> found =
                seen.stream().flatMap(each -> each.value().found().stream()).toList();
        return new Aged<>(new LinkObservation.Present(new WholeLink(link, found)), began - age, null);
    }

    private Aged<EndpointObservation> observe(
            SharedProject atlasProject, LinkPath path, EndpointId endpoint, Freshness freshness) {
        long began = ticker.read();
        EndpointObservation seen = EndpointObservation.of(
                () -> atlasProject.endpoint(path.link(), endpoint, freshness).value());
        return new Aged<>(seen, began, null);
    }
}
