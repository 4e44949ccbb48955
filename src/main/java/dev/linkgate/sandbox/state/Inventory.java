package dev.linkgate.sandbox.state;

import dev.linkgate.sandbox.http.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links and endpoints of the simulated Atlas, and their state over time. Except for refusals it knows nothing of
 * HTTP.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A provider has at most one link a region and project.
 *   <li>Only a ready link accepts endpoints; each id exists at most once, and a failed endpoint stays until it is
 *       removed.
 *   <li>A link with endpoints cannot be removed, but it is removed with its last endpoint.
 *   <li>Removed links and endpoints leave no trace.
 * </ol>
 */
public final class Inventory {

    private final InstantSource clock;
    private final Timing timing;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, Project> projects = new LinkedHashMap<>();

    private static final class Project {
        private final Map<String, SimulatedLink> links = new LinkedHashMap<>();
        private boolean regionalMode;

        Map<String, SimulatedLink> links(Instant now) {
            links.values().removeIf(link -> link.isGone(now));
            return links;
        }
    }

    public Inventory(InstantSource clock, Timing timing) {
        this.clock = clock;
        this.timing = timing;
    }

    public synchronized void seedProject(String project) {
        projects.putIfAbsent(project, new Project());
    }

    public synchronized void seedLink(String id, SimulatedOperation.CreateLink asked, LinkStatus held) {
        Instant now = clock.instant();
        project(asked.project()).links(now).put(id, new SimulatedLink(id, asked, now, held));
    }

    public synchronized void seedEndpoint(String project, String link, NewEndpoint asked, EndpointStatus held) {
        Instant now = clock.instant();
        SimulatedLink owner = link(project, asked.provider(), link, now);
        owner.endpoints(now).put(asked.id(), new SimulatedEndpoint(asked, now, Fate.AVAILABLE, held));
    }

    public synchronized void dropLink(String project, String link) {
        project(project).links.remove(link);
    }

    public synchronized List<String> projects() {
        return List.copyOf(projects.keySet());
    }

    public synchronized Optional<LinkState> find(String project, String link) {
        Instant now = clock.instant();
        return Optional.ofNullable(project(project).links(now).get(link)).map(found -> found.state(now, timing));
    }

    public synchronized Optional<EndpointState> find(String project, String link, String endpoint) {
        Instant now = clock.instant();
        return Optional.ofNullable(project(project).links(now).get(link))
                .flatMap(found -> Optional.ofNullable(found.endpoints(now).get(endpoint)))
                .map(found -> found.state(now, timing));
    }

    /**
     * Carries out an operation.
     *
     * @param fate the final state of an endpoint that this adds
     * @throws Refused if Atlas would refuse it
     */
    public synchronized OperationResult apply(SimulatedOperation operation, Fate fate) {
        Instant now = clock.instant();
        return switch (operation) {
            case SimulatedOperation.CreateLink create -> new OperationResult.LinkCreated(create(create, now));
            case SimulatedOperation.ListLinks list -> new OperationResult.LinksFound(list(list, now));
            case SimulatedOperation.GetLink get ->
                new OperationResult.LinkFound(
                        link(get.project(), get.provider(), get.link(), now).state(now, timing));
            case SimulatedOperation.RemoveLink remove -> remove(remove, now);
            case SimulatedOperation.AddEndpoint add -> new OperationResult.EndpointAdded(add(add, fate, now));
            case SimulatedOperation.GetEndpoint get ->
                new OperationResult.EndpointFound(endpoint(get, now).state(now, timing));
            case SimulatedOperation.RemoveEndpoint remove -> remove(remove, now);
            case SimulatedOperation.GetRegionalMode get ->
                new OperationResult.RegionalModeFound(project(get.project()).regionalMode);
            case SimulatedOperation.SetRegionalMode set -> {
                project(set.project()).regionalMode = set.enabled();
                yield new OperationResult.RegionalModeSet(set.enabled());
            }
        };
    }

    private LinkState create(SimulatedOperation.CreateLink create, Instant now) {
        Map<String, SimulatedLink> links = project(create.project()).links(now);
        if (links.values().stream().anyMatch(link -> link.isIn(create.provider(), create.region()))) {
            throw Refusal.LINK_EXISTS_FOR_REGION.of(create.provider().name(), create.region());
        }
        SimulatedLink link = new SimulatedLink(newId(now), create, now, null);
        links.put(link.id(), link);
        return link.initialState();
    }

    private List<LinkState> list(SimulatedOperation.ListLinks list, Instant now) {
        return project(list.project()).links(now).values().stream()
                .filter(link -> link.isOf(list.provider()))
                .map(link -> link.state(now, timing))
                .toList();
    }

    private OperationResult remove(SimulatedOperation.RemoveLink remove, Instant now) {
        SimulatedLink link = link(remove.project(), remove.provider(), remove.link(), now);
        if (!link.endpoints(now).isEmpty()) {
            throw Refusal.LINK_HAS_ENDPOINTS.of();
        }
        if (!link.isLeaving()) {
            link.leave(now.plus(timing.linkDeleting()));
        }
        return new OperationResult.Removing();
    }

    private EndpointState add(SimulatedOperation.AddEndpoint add, Fate fate, Instant now) {
        SimulatedLink link = link(add.project(), add.provider(), add.link(), now);
        if (link.endpoints(now).containsKey(add.endpoint())) {
            throw Refusal.ENDPOINT_EXISTS.of(add.endpoint());
        }
        if (!link.status(now, timing).takesEndpoints()) {
            throw Refusal.LINK_NOT_READY.of(add.link());
        }
        SimulatedEndpoint endpoint = new SimulatedEndpoint(add.asked(), now, fate, null);
        link.endpoints(now).put(endpoint.id(), endpoint);
        return endpoint.initialState();
    }

    private OperationResult remove(SimulatedOperation.RemoveEndpoint remove, Instant now) {
        SimulatedEndpoint endpoint = endpoint(remove, now);
        if (!endpoint.isLeaving()) {
            Instant goneAt = now.plus(timing.endpointDeleting());
            endpoint.leave(goneAt);
            SimulatedLink link = link(remove.project(), remove.provider(), remove.link(), now);
            if (link.endpoints(now).values().stream().allMatch(SimulatedEndpoint::isLeaving)) {
                link.leave(goneAt.plus(timing.linkDeleting()));
            }
        }
        return new OperationResult.Removing();
    }

    private SimulatedEndpoint endpoint(SimulatedOperation.OnEndpoint asked, Instant now) {
        SimulatedLink link = link(asked.project(), asked.provider(), asked.link(), now);
        return found(link.endpoints(now).get(asked.endpoint()), Refusal.ENDPOINT_NOT_FOUND, asked.endpoint());
    }

    private SimulatedLink link(String project, Provider provider, String id, Instant now) {
        SimulatedLink link = found(project(project).links(now).get(id), Refusal.LINK_NOT_FOUND, id);
        if (!link.isOf(provider)) {
            throw Refusal.LINK_NOT_FOUND.of(id);
        }
        return link;
    }

    private Project project(String id) {
        return found(projects.get(id), Refusal.GROUP_NOT_FOUND, id);
    }

    private static <T> T found(@Nullable T thing, Refusal otherwise, String id) {
        if (thing == null) {
            throw otherwise.of(id);
        }
        return thing;
    }

    /** An ObjectId: four bytes of seconds, eight at random. */
    private String newId(Instant now) {
        return "%08x%016x".formatted((int) now.getEpochSecond(), random.nextLong());
    }
}
