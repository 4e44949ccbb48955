package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.feature.drift.Comparison.Found;
import dev.linkgate.gateway.feature.projects.EndpointsOnNoLink;
import dev.linkgate.gateway.feature.projects.ProjectEndpoint;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Reads a project's endpoints at Atlas, and what was done to them here, and compares the two. */
@Service
public class DriftReader {

    private final SharedAtlas atlas;
    private final EndpointWrites writes;
    private final AuditTrail trail;
    private final InstantSource clock;
    private final FanOut fanOut;
    private final ObjectProvider<EndpointsOnNoLink> others;
    private final Rounds<Subject, Aged<List<Drift>>> rounds = new Rounds<>();

    DriftReader(
            SharedAtlas atlas,
            EndpointWrites writes,
            AuditTrail trail,
            InstantSource clock,
            FanOut fanOut,
            ObjectProvider<EndpointsOnNoLink> others) {
        this.atlas = atlas;
        this.writes = writes;
        this.trail = trail;
        this.clock = clock;
        this.fanOut = fanOut;
        this.others = others;
    }

    /** What callers share. */
    private record Subject(ProjectId project, Freshness freshness) {}

    /** An endpoint that a link names. */
    private record Named(LinkId link, EndpointId endpoint) {}

    /**
     * The drift of a project, in the clouds that Atlas can be asked about.
     *
     * @return as old as its oldest part
     */
    public Aged<List<Drift>> read(RequestContext context, ProjectId project, Freshness freshness) {
        return trail.read(
                context,
                DriftWords.DRIFT_READ,
                Target.project(project),
                () -> rounds.get(context, new Subject(project, freshness), () -> compare(context, project, freshness)));
    }

    private Aged<List<Drift>> compare(RequestContext context, ProjectId project, Freshness freshness) {
        SharedProject atlasProject = atlas.project(context, project);
        Instant asked = clock.instant();
        Aged<List<Link>> links = Aged.joined(fanOut.map(
                context, List.copyOf(atlasProject.providers()), provider -> atlasProject.links(provider, freshness)));
        Aged<List<Found>> found = endpoints(context, atlasProject, links, freshness);
        Instant observedAt = asked.minus(Objects.requireNonNullElse(found.age(), Duration.ZERO));
        // Atlas comes first, because only then the trail explains everything that was seen there.
        WrittenEndpoints written = writes.of(context, project)
                .where(each -> atlasProject.providers().contains(each.id().provider()));
        List<Drift> ending = links.value().stream()
                .filter(link -> link.details().end() != null)
                .map(Drift::ofEnding)
                .toList();
        Aged<List<ProjectEndpoint>> onNoLink = EndpointsOnNoLink.read(others, context, project, freshness);
        Stream<Drift> ofOthers = onNoLink.value().stream().flatMap(each -> onNoLink(each.endpoint()).stream());
        return found.map(new Comparison(written, observedAt)::with)
                .map(drift -> Stream.of(ending.stream(), ofOthers, drift.stream())
                        .flatMap(Function.identity())
                        .toList())
                .noNewerThan(List.of(onNoLink));
    }

    /** What was added here has the time of that. What is gone is forgotten, so that it cannot be missed. */
    private static Optional<Drift> onNoLink(Endpoint endpoint) {
        if (endpoint.leaving()) {
            return Optional.empty();
        }
        return endpoint.failed()
                ? Optional.of(Drift.onNoLink(Drift.Kind.FAILED, endpoint))
                : Optional.of(Drift.onNoLink(Drift.Kind.UNMANAGED, endpoint))
                        .filter(unmanaged -> unmanaged.since() == null);
    }

    /** The endpoints of all links, without those that vanished since their link was read. */
    private Aged<List<Found>> endpoints(
            RequestContext context, SharedProject atlasProject, Aged<List<Link>> links, Freshness freshness) {
        List<Named> named = links.value().stream().flatMap(DriftReader::named).toList();
        List<Aged<Found>> parts = fanOut.map(context, named, each -> find(atlasProject, each, freshness)).stream()
                .flatMap(Optional::stream)
                .toList();
        List<Found> found = parts.stream().map(Aged::value).toList();
        return links.map(all -> found).noNewerThan(parts);
    }

    private static Stream<Named> named(Link link) {
        return link.interfaceEndpointIds().stream().map(id -> new Named(link.id(), id));
    }

    private static Optional<Aged<Found>> find(SharedProject atlasProject, Named named, Freshness freshness) {
        Optional<Aged<Endpoint>> endpoint =
                EndpointObservation.find(() -> atlasProject.endpoint(named.link(), named.endpoint(), freshness));
        return endpoint.map(aged -> aged.map(value -> new Found(named.link(), value)));
    }
}
