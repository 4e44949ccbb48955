package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasLink;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.OperationResult;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links, endpoints and clusters of the simulated Atlas, and their state over time. Except for refusals it knows
 * nothing of HTTP.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A provider has at most one link a region and project.
 *   <li>Only a ready link accepts endpoints; each id exists at most once, and a failed endpoint stays until it is
 *       removed.
 *   <li>Without the regional mode, a project with several endpoints in one region accepts none in another. Seeded
 *       endpoints are not checked.
 *   <li>A link with endpoints cannot be removed, but it is removed with its last endpoint, unless the project
 *       {@linkplain #keepEmptyLinks keeps such links}.
 *   <li>Removed links and endpoints leave no trace.
 * </ol>
 */
public final class Inventory {

    private final InstantSource clock;
    private final Timing timing;
    private final EventLog events;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, Project> projects = new LinkedHashMap<>();

    private static final class Project {
        private final Map<String, SimulatedLink> links = new LinkedHashMap<>();
        private final Map<String, SimulatedCluster> clusters = new LinkedHashMap<>();
        private boolean regionalMode;
        private boolean keepsEmptyLinks;

        Map<String, SimulatedLink> links(Instant now) {
            links.values().removeIf(link -> link.isGone(now));
            return links;
        }
    }

    public Inventory(InstantSource clock, Timing timing) {
        this.clock = clock;
        this.timing = timing;
        this.events = new EventLog(clock);
    }

    /** What has happened in the projects. What was seeded has not. */
    public EventLog events() {
        return events;
    }

    public synchronized void seedProject(String project) {
        if (projects.putIfAbsent(project, new Project()) == null) {
            events.add(project, SimulatedEventType.GROUP_CREATED, Author.UNTOLD);
        }
    }

    public synchronized void seedLink(String id, PrivateEndpointOperation.CreateLink asked, SimulatedLinkStatus held) {
        Instant now = clock.instant();
        project(asked.project()).links(now).put(id, new SimulatedLink(id, asked, now, held));
    }

    public synchronized void seedEndpoint(String project, String link, NewAtlasEndpoint asked, EndpointStatus held) {
        Instant now = clock.instant();
        SimulatedLink found = link(project, asked.provider(), link, now);
        found.add(found.fitted(asked), now, Fate.AVAILABLE, held);
    }

    /** @param creating whether it stays {@code CREATING} */
    public synchronized void seedCluster(String project, NewCluster asked, boolean creating) {
        SimulatedCluster cluster = new SimulatedCluster(project, newId(clock.instant()), asked, creating);
        project(project).clusters.put(asked.name(), cluster);
        events.add(project, SimulatedEventType.CLUSTER_CREATED, Author.person("platform@example.com"));
    }

    public synchronized void setRegionalMode(String project, boolean enabled) {
        project(project).regionalMode = enabled;
    }

    /** From now on a link of the project stays when its last endpoint is removed. */
    public synchronized void keepEmptyLinks(String project) {
        project(project).keepsEmptyLinks = true;
    }

    public synchronized void dropLink(String project, String link) {
        project(project).links.remove(link);
    }

    public synchronized List<String> projects() {
        return List.copyOf(projects.keySet());
    }

    /** The links of a project, including those being removed, in the order in which they were added. */
    public synchronized List<LinkState> links(String project) {
        Instant now = clock.instant();
        return project(project).links(now).values().stream()
                .map(link -> link.state(now, timing))
                .toList();
    }

    public synchronized boolean isRegionalMode(String project) {
        return project(project).regionalMode;
    }

    public synchronized Optional<LinkState> find(String project, String link) {
        Instant now = clock.instant();
        return Optional.ofNullable(project(project).links(now).get(link)).map(found -> found.state(now, timing));
    }

    public synchronized Optional<EndpointState> find(String project, String link, String endpoint) {
        Instant now = clock.instant();
        return Optional.ofNullable(project(project).links(now).get(link))
                .flatMap(found -> Optional.ofNullable(found.endpoint(endpoint, now)))
                .map(found -> found.state(now, timing));
    }

    /**
     * The clusters of a project, in the order in which they were added.
     *
     * @throws RequestRefused if there is no such project
     */
    public synchronized List<ClusterState> clusters(String project) {
        Instant now = clock.instant();
        Project found = project(project);
        return found.clusters.values().stream()
                .map(cluster -> cluster.state(found.links(now).values(), now, timing))
                .toList();
    }

    /**
     * Carries out an operation.
     *
     * @param fate the final state of an endpoint that this adds
     * @param author for the event
     * @throws RequestRefused if Atlas would refuse it
     */
    public synchronized OperationResult apply(PrivateEndpointOperation operation, Fate fate, Author author) {
        Instant now = clock.instant();
        return switch (operation) {
            case PrivateEndpointOperation.CreateLink create ->
                new OperationResult.LinkCreated(create(create, author, now).shown());
            case PrivateEndpointOperation.UpdateLink update ->
                new OperationResult.LinkUpdated(update(update, author, now).shown());
            case PrivateEndpointOperation.ListLinks list -> new OperationResult.LinksFound(list(list, now));
            case PrivateEndpointOperation.GetLink get ->
                new OperationResult.LinkFound(link(get.project(), get.provider(), get.link(), now)
                        .state(now, timing)
                        .shown());
            case PrivateEndpointOperation.RemoveLink remove -> remove(remove, author, now);
            case PrivateEndpointOperation.AddEndpoint add ->
                new OperationResult.EndpointAdded(add(add, fate, author, now).shown());
            case PrivateEndpointOperation.GetEndpoint get ->
                new OperationResult.EndpointFound(
                        endpoint(get, now).state(now, timing).shown());
            case PrivateEndpointOperation.RemoveEndpoint remove -> remove(remove, author, now);
            case PrivateEndpointOperation.GetRegionalMode get ->
                new OperationResult.RegionalModeFound(project(get.project()).regionalMode);
            case PrivateEndpointOperation.SetRegionalMode set -> {
                set(set, author);
                yield new OperationResult.RegionalModeSet(set.enabled());
            }
        };
    }

    private void set(PrivateEndpointOperation.SetRegionalMode set, Author author) {
        if (project(set.project()).regionalMode != set.enabled()) {
            setRegionalMode(set.project(), set.enabled());
            events.add(
                    set.project(),
                    set.enabled()
                            ? SimulatedEventType.REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED
                            : SimulatedEventType.REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED,
                    author);
        }
    }

    private LinkState create(PrivateEndpointOperation.CreateLink create, Author author, Instant now) {
        Map<String, SimulatedLink> links = project(create.project()).links(now);
        CloudRegion region = new CloudRegion(create.provider(), create.region());
        // A port-mapped link may stand beside one that is not.
        if (links.values().stream()
                .anyMatch(link -> link.region().equals(region) && (link.isPortMapped() || !create.portMapping()))) {
            throw Refusal.LINK_EXISTS_FOR_REGION.of(create.provider().name(), create.region());
        }
        SimulatedLink link = new SimulatedLink(newId(now), create, now, null);
        links.put(link.id(), link);
        events.add(create.project(), SimulatedEventType.ENDPOINT_SERVICE_CREATED, author);
        return link.initialState();
    }

    private LinkState update(PrivateEndpointOperation.UpdateLink update, Author author, Instant now) {
        SimulatedLink link = link(update.project(), Provider.AWS, update.link(), now);
        link.setRemoteRegions(update.remoteRegions());
        events.add(update.project(), SimulatedEventType.CROSS_REGION_SUPPORTED_REGION_MODIFIED, author);
        return link.state(now, timing);
    }

    private List<AtlasLink> list(PrivateEndpointOperation.ListLinks list, Instant now) {
        return project(list.project()).links(now).values().stream()
                .filter(link -> link.isOf(list.provider()))
                .map(link -> link.state(now, timing).shown())
                .toList();
    }

    private OperationResult remove(PrivateEndpointOperation.RemoveLink remove, Author author, Instant now) {
        SimulatedLink link = link(remove.project(), remove.provider(), remove.link(), now);
        if (!link.endpoints(now).stream().allMatch(SimulatedEndpoint::hasEnded)) {
            throw Refusal.LINK_HAS_ENDPOINTS.of();
        }
        if (!link.isLeaving()) {
            link.leave(now.plus(timing.linkDeleting()));
            events.add(remove.project(), SimulatedEventType.ENDPOINT_SERVICE_DELETED, author);
        }
        return new OperationResult.Removing();
    }

    private EndpointState add(PrivateEndpointOperation.AddEndpoint add, Fate fate, Author author, Instant now) {
        SimulatedLink link = link(add.project(), add.provider(), add.link(), now);
        NewAtlasEndpoint asked = link.fitted(add.asked());
        SimulatedEndpoint existing = link.endpoint(asked.id(), now);
        if (existing != null && !existing.hasEnded()) {
            throw Refusal.ENDPOINT_EXISTS.of(asked.id());
        }
        if (!link.status(now, timing).takesEndpoints()) {
            throw Refusal.LINK_NOT_READY.of(add.link());
        }
        checkRegions(project(add.project()), link, now);
        EndpointState added = link.add(asked, now, fate, null).initialState();
        events.add(add.project(), SimulatedEventType.INTERFACE_ENDPOINT_CREATED, author);
        return added;
    }

    /** Each link is one region, because a provider has at most one link there. */
    private static void checkRegions(Project project, SimulatedLink adding, Instant now) {
        boolean several = !adding.endpoints(now).isEmpty();
        boolean elsewhere = false;
        for (SimulatedLink other : project.links(now).values()) {
            if (other != adding) {
                several |= other.endpoints(now).size() > 1;
                elsewhere |= !other.endpoints(now).isEmpty();
            }
        }
        if (several && elsewhere && !project.regionalMode) {
            throw Refusal.SEVERAL_IN_ONE_REGION.of();
        }
    }

    private OperationResult remove(PrivateEndpointOperation.RemoveEndpoint remove, Author author, Instant now) {
        SimulatedEndpoint endpoint = endpoint(remove, now);
        if (!endpoint.isLeaving()) {
            Instant goneAt = now.plus(timing.endpointDeleting());
            endpoint.leave(goneAt);
            events.add(remove.project(), SimulatedEventType.INTERFACE_ENDPOINT_DELETED, author);
            SimulatedLink link = link(remove.project(), remove.provider(), remove.link(), now);
            boolean last = link.endpoints(now).stream().allMatch(SimulatedEndpoint::isLeaving);
            if (last && !project(remove.project()).keepsEmptyLinks) {
                link.leave(goneAt.plus(timing.linkDeleting()));
                events.add(remove.project(), SimulatedEventType.ENDPOINT_SERVICE_DELETED, Author.UNTOLD);
            }
        }
        return new OperationResult.Removing();
    }

    private SimulatedEndpoint endpoint(PrivateEndpointOperation.OnEndpoint asked, Instant now) {
        SimulatedLink link = link(asked.project(), asked.provider(), asked.link(), now);
        return found(link.endpoint(asked.endpoint(), now), Refusal.ENDPOINT_NOT_FOUND, asked.endpoint());
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

    /**
     * One cluster. Its connection strings follow from the endpoints that reach it: Atlas updates it for a while after
     * an endpoint has become available, and shows private strings only if there is an endpoint in each of its regions.
     */
    static final class SimulatedCluster {

        private final String project;
        private final String id;
        private final NewCluster asked;
        private final boolean creating;

        /** @param creating whether it stays {@code CREATING}, without any connection string */
        SimulatedCluster(String project, String id, NewCluster asked, boolean creating) {
            this.project = project;
            this.id = id;
            this.asked = asked;
            this.creating = creating;
        }

        ClusterState state(Collection<SimulatedLink> links, Instant now, Timing timing) {
            if (creating) {
                return state(ClusterStatus.CREATING, List.of());
            }
            boolean updating = false;
            List<ClusterState.ConnectedEndpoint> connected = new ArrayList<>();
            Set<CloudRegion> reached = new HashSet<>();
            for (SimulatedLink link : links) {
                if (!asked.regions().contains(link.region())) {
                    continue;
                }
                for (SimulatedEndpoint endpoint : link.endpoints(now)) {
                    Instant available = endpoint.availableAt(timing);
                    if (available == null || now.isBefore(available)) {
                        continue;
                    }
                    if (now.isBefore(available.plus(timing.clusterUpdating()))) {
                        updating = true;
                    } else {
                        connected.add(
                                new ClusterState.ConnectedEndpoint(endpoint.id(), link.region(), link.isPortMapped()));
                        reached.add(link.region());
                    }
                }
            }
            return state(
                    updating ? ClusterStatus.UPDATING : ClusterStatus.IDLE,
                    reached.containsAll(asked.regions()) ? connected : List.of());
        }

        private ClusterState state(ClusterStatus status, List<ClusterState.ConnectedEndpoint> connected) {
            return new ClusterState(project, id, asked, status, List.copyOf(connected));
        }
    }
}
