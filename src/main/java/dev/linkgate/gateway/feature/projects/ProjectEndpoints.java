package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * The endpoints of a project on all of its links, and on none. Which ones there are, the links tell, whose reads are shared. What
 * they are like is as it was last seen, so no endpoint is read for this.
 */
@Service
class ProjectEndpoints {

    private static final Comparator<ProjectEndpoint> BY_LINK = Comparator.comparing(
                    (ProjectEndpoint each) -> Objects.toString(each.linkId(), ""))
            .thenComparing(each -> each.endpoint().interfaceEndpointId().canonical());

    private final SharedAtlas atlas;
    private final EndpointStore store;
    private final AuditTrail trail;
    private final FanOut fanOut;
    private final ObjectProvider<EndpointsOnNoLink> others;
    private final Rounds<Subject, Aged<Found>> rounds = new Rounds<>();

    ProjectEndpoints(
            SharedAtlas atlas,
            EndpointStore store,
            AuditTrail trail,
            FanOut fanOut,
            ObjectProvider<EndpointsOnNoLink> others) {
        this.atlas = atlas;
        this.store = store;
        this.trail = trail;
        this.fanOut = fanOut;
        this.others = others;
    }

    /** What callers share. */
    private record Subject(ProjectId project, Selection selection, Freshness freshness) {}

    /**
     * Which endpoints are read.
     *
     * @param provider those of links to one cloud; of all if absent
     * @param onLinks whether those of links are
     * @param onNoLink whether those on no link are
     */
    record Selection(@Nullable Provider provider, boolean onLinks, boolean onNoLink) {

        static final Selection ALL = new Selection(null, true, true);
    }

    /**
     * What was found.
     *
     * @param links how many links there are
     * @param endpoints by link and id, first those on no link
     */
    record Found(int links, List<ProjectEndpoint> endpoints) {}

    /** The cloud of a link, if the gateway has seen the link; Atlas is not asked. */
    Optional<Provider> knownProviderOf(ProjectId project, LinkId link) {
        return atlas.knownProviderOf(new LinkPath(project, link));
    }

    /**
     * The selected endpoints.
     *
     * @return as old as the oldest read
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of reading the links
     */
    Aged<Found> read(RequestContext context, ProjectId project, Selection selection, Freshness freshness) {
        return rounds.get(context, new Subject(project, selection, freshness), () -> {
            Aged<List<Link>> links = links(context, project, selection, freshness);
            Aged<List<ProjectEndpoint>> onNoLink = selection.onNoLink()
                    ? EndpointsOnNoLink.read(others, context, project, freshness)
                    : links.map(none -> List.of());
            return links.map(found -> found(context, project, found, onNoLink.value()))
                    .noNewerThan(List.of(onNoLink));
        });
    }

    private Aged<List<Link>> links(
            RequestContext context, ProjectId project, Selection selection, Freshness freshness) {
        if (!selection.onLinks()) {
            return Aged.fresh(List.of());
        }
        SharedProject atlasProject = atlas.project(context, project);
        List<Provider> providers =
                selection.provider() == null ? List.copyOf(atlasProject.providers()) : List.of(selection.provider());
        return Aged.joined(fanOut.map(context, providers, each -> atlasProject.links(each, freshness)));
    }

    private Found found(RequestContext context, ProjectId project, List<Link> links, List<ProjectEndpoint> onNoLink) {
        Map<Place, KnownEndpoint> known = trail.ask(context, () -> store.of(project)).stream()
                .collect(Collectors.toMap(Place::of, Function.identity()));
        Stream<ProjectEndpoint> onLinks = links.stream()
                .flatMap(link -> link.interfaceEndpointIds().stream()
                        .map(id ->
                                endpoint(link, id, known.get(new Place(link.id().value(), id)))));
        List<ProjectEndpoint> endpoints =
                Stream.concat(onLinks, onNoLink.stream()).sorted(BY_LINK).toList();
        return new Found(links.size(), endpoints);
    }

    private record Place(String link, EndpointId id) {
        static Place of(KnownEndpoint known) {
            return new Place(known.link(), new EndpointId(known.interfaceEndpointId()));
        }
    }

    private static ProjectEndpoint endpoint(Link link, EndpointId id, @Nullable KnownEndpoint known) {
        return new ProjectEndpoint(
                ProjectEndpoint.Kind.LINK,
                link.id(),
                link.region(),
                known == null ? null : known.seenAt(),
                known == null ? SeenEndpoint.unknown(id) : SeenEndpoint.of(id, known));
    }
}
