package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkStatus;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.trail.audit.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The links and endpoints that a project should have: those that it had when Atlas was last asked, changed by the gateway's
 * writes since then.
 *
 * @param links the endpoints' ids by the link's id, each in its canonical spelling
 * @param unclear the places, as {@link Place#key} names them, of which a write left unclear what is there
 */
record ExpectedState(Map<String, Set<String>> links, Set<String> unclear) {

    /** The key of a link with an unknown id. */
    private static final String ANY_LINK = "*";

    /** What Atlas has now. A link that is being removed counts as gone. */
    static ExpectedState of(List<Link> links) {
        return new ExpectedState(
                links.stream()
                        .filter(link -> link.status() != LinkStatus.DELETING)
                        .collect(Collectors.toUnmodifiableMap(
                                link -> link.id().value(),
                                link -> link.interfaceEndpointIds().stream()
                                        .map(EndpointId::canonical)
                                        .collect(Collectors.toUnmodifiableSet()))),
                Set.of());
    }

    /** The picture after a write, or during one that is under way. */
    ExpectedState after(ReconciledWrite write) {
        if (write.action() == Action.LINK_UPDATE || write.action() == Action.REGIONAL_MODE_SET) {
            return this;
        }
        Map<String, Set<String>> next = new HashMap<>(links);
        Set<String> open = new HashSet<>(unclear);
        String link = write.link();
        if (link == null) {
            open.add(ANY_LINK);
            return new ExpectedState(links, Set.copyOf(open));
        }
        Set<String> endpoints = new HashSet<>(links.getOrDefault(link, Set.of()));
        String endpoint = canonical(write.endpoint());
        if (write.standing() != ReconciledWrite.Standing.APPLIED) {
            open.add(new Place(link, endpoint).key());
            return new ExpectedState(links, Set.copyOf(open));
        }
        switch (write.action()) {
            case LINK_CREATE -> next.putIfAbsent(link, Set.of());
            case LINK_REMOVE -> next.remove(link);
            case ENDPOINT_REMOVE -> {
                endpoints.remove(endpoint);
                next.computeIfPresent(link, (same, before) -> Set.copyOf(endpoints));
                if (endpoints.isEmpty()) {
                    open.add(new Place(link, null).key()); // Atlas may remove it, too
                }
            }
            default -> {
                if (endpoint != null) {
                    endpoints.add(endpoint);
                    next.put(link, Set.copyOf(endpoints));
                }
            }
        }
        return new ExpectedState(Map.copyOf(next), Set.copyOf(open));
    }

    /** What Atlas has now, and should not, and what it should have, and has not. */
    ProjectChanges to(ExpectedState now) {
        return new ProjectChanges(beyond(now, this, unclear.contains(ANY_LINK)), beyond(this, now, false));
    }

    /** @param anyLink whether each link that only one of them has may be that of a write */
    private List<Place> beyond(ExpectedState one, ExpectedState other, boolean anyLink) {
        List<Place> places = new ArrayList<>();
        one.links.forEach((link, endpoints) -> {
            Set<String> known = other.links.get(link);
            Stream<Place> ofLink = known == null && !anyLink ? Stream.of(new Place(link, null)) : Stream.empty();
            Stream<Place> ofEndpoints = endpoints.stream()
                    .filter(endpoint -> known == null || !known.contains(endpoint))
                    .map(endpoint -> new Place(link, endpoint));
            Stream.concat(ofLink, ofEndpoints)
                    .filter(place -> !unclear.contains(place.key()))
                    .forEach(places::add);
        });
        return places.stream().sorted().limit(ProjectChanges.MOST).toList();
    }

    /** Whether Atlas has now what a write should have led to. Only for a write that no later one of the same place follows. */
    boolean shows(ReconciledWrite write) {
        Set<String> endpoints = links.get(String.valueOf(write.link()));
        String endpoint = canonical(write.endpoint());
        return switch (write.action()) {
            case LINK_CREATE -> endpoints != null;
            case LINK_REMOVE -> endpoints == null;
            case ENDPOINT_REMOVE -> endpoints == null || !endpoints.contains(String.valueOf(endpoint));
            default -> endpoints != null && endpoints.contains(String.valueOf(endpoint));
        };
    }

    static @Nullable String canonical(@Nullable String endpoint) {
        return endpoint != null && EndpointId.matches(endpoint) ? new EndpointId(endpoint).canonical() : endpoint;
    }
}
