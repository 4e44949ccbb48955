package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counts the endpoints that a team has in a project, with those that are being added. */
@Component
public class EndpointQuota {

    private final TrailReader trail;
    private final PendingChanges pending;
    private final EndpointStore store;

    private final Effects effects;

    public EndpointQuota(TrailReader trail, PendingChanges pending, EndpointStore store, Effects effects) {
        this.trail = trail;
        this.pending = pending;
        this.store = store;
        this.effects = effects;
    }

    /**
     * How many endpoints of a project are a team's: those that it has, without those whose removal Atlas has accepted;
     * those that it is adding at the moment; and those that an operation is to add for it: one that is replaced, and
     * one that Atlas may or may not have added. Of two additions, the one with the later intent counts the other, on
     * any replica: they are in one order, and an outcome takes the intent's place in one transaction.
     *
     * @param link of the endpoint that is to be added
     * @param added the endpoint that is to be added, which does not count
     * @param intent only additions with intents of a lower sequence count
     */
    public int count(LinkPath link, EndpointId added, String team, long intent) {
        ProjectId project = link.project();
        // In this order: an intent ends with an operation or a row, and an operation with a row.
        Set<String> counted = beingAdded(project, team, intent);
        List<PendingChanges.Addition> awaited = pending.additions(project);
        Map<String, KnownEndpoint> known = new HashMap<>();
        for (KnownEndpoint each : store.of(project)) {
            String place = place(each.link(), each.interfaceEndpointId());
            known.put(place, each);
            if (team.equals(each.team()) && !each.isRemoved()) {
                counted.add(place);
            }
        }
        for (PendingChanges.Addition addition : awaited) {
            String place = place(addition.link().value(), addition.endpoint().value());
            if (team.equals(addition.team(known.get(place)))) {
                counted.add(place);
            }
        }
        counted.remove(place(link.link().value(), added.value()));
        return counted.size();
    }

    private Set<String> beingAdded(ProjectId project, String team, long intent) {
        Set<String> places = new HashSet<>();
        trail.openIntents(project).stream()
                .filter(record -> record.sequence() < intent)
                .map(record -> record.entry())
                .filter(entry -> effects.adds(entry.action())
                        && team.equals(entry.origin().actor().team()))
                .forEach(entry -> place(project, entry.subject()).ifPresent(places::add));
        return places;
    }

    /** A tampered record can have any subject. */
    private static Optional<String> place(ProjectId project, Entry.Subject subject) {
        String id = subject.interfaceEndpointId();
        return id != null && EndpointId.matches(id)
                ? Optional.of(place(
                        Objects.requireNonNullElseGet(
                                subject.linkId(),
                                () -> LinkPath.ofProject(project).link().value()),
                        id))
                : Optional.empty();
    }

    /** A text that is equal for equal ids. */
    private static String place(String link, String id) {
        return link + " " + new EndpointId(id).canonical();
    }
}
