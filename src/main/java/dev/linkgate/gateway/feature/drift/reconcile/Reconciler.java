package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.gateway.core.atlas.BackgroundAtlas;
import dev.linkgate.gateway.core.atlas.BackgroundProject;
import dev.linkgate.gateway.core.atlas.EventSelection;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Differences;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Place;
import dev.linkgate.gateway.feature.projects.EndpointsOnNoLink;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Looks at one project: reads Atlas's new events, then what the project has, and then the trail, which has all that
 * explains what was seen. If a part fails, the next look begins where this one did; what an event tells is stored all
 * the same.
 */
@Component
class Reconciler {

    /** The pages of events of one look. No project has 10,000 events of private endpoints in an interval. */
    static final int MOST_PAGES = 20;

    /** The endpoints whose status is read in one look. */
    private static final int MOST_READS = 5;

    /** How long after a write's end Atlas may take to show what it has done. */
    static final Duration GRACE = Duration.ofMinutes(15);

    /** How far back the first look reads the trail, for writes whose effect may still come. */
    private static final Duration FIRST_TRAIL = Duration.ofDays(1);

    private static final List<EventKind> CHANGES = List.of(
            EventKind.ENDPOINT_SERVICE_CREATED,
            EventKind.ENDPOINT_SERVICE_DELETED,
            EventKind.INTERFACE_ENDPOINT_CREATED,
            EventKind.INTERFACE_ENDPOINT_DELETED);

    /** The problems that hold a look back if Atlas has not answered. */
    private static final Set<ProblemCode> WITHOUT_ANSWER =
            Set.of(ProblemCode.ATLAS_UNAVAILABLE, ProblemCode.ATLAS_CREDENTIAL_REJECTED);

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final BackgroundAtlas atlas;
    private final Snapshots snapshots;
    private final RecordedWrites trail;
    private final ReconcileStore store;
    private final Findings findings;
    private final EndpointStore known;
    private final ObjectProvider<EndpointsOnNoLink> others;
    private final ReconcileSettings settings;
    private final InstantSource clock;

    Reconciler(
            BackgroundAtlas atlas,
            Snapshots snapshots,
            RecordedWrites trail,
            ReconcileStore store,
            Findings findings,
            EndpointStore known,
            ObjectProvider<EndpointsOnNoLink> others,
            ReconcileSettings settings,
            InstantSource clock) {
        this.atlas = atlas;
        this.snapshots = snapshots;
        this.trail = trail;
        this.store = store;
        this.findings = findings;
        this.known = known;
        this.others = others;
        this.settings = settings;
        this.clock = clock;
    }

    /** Looks at a project once. Never throws, except for an error of the database. */
    void check(RequestContext context, ProjectId project) {
        Optional<ReconcileStore.Progress> stored = store.find(project);
        if (stored.isEmpty()) {
            return; // it was removed
        }
        ReconcileStore.Progress before = stored.get();
        BackgroundProject found;
        try {
            found = atlas.project(context, project).orElse(null);
        } catch (LinkgateException e) {
            findings.store(failed(before, e.failure(), "none"), List.of());
            return;
        }
        if (found == null) {
            String why = "No Atlas credential is bound to the project.";
            findings.store(before.ended(CheckState.NO_CREDENTIAL, why), List.of());
            return;
        }
        check(context, found, before);
    }

    private void check(RequestContext context, BackgroundProject found, ReconcileStore.Progress before) {
        Instant now = Micros.now(clock);
        ProjectMemory memory = before.memory();
        ReconcileStore.Progress progress =
                before.with((memory == null ? ProjectMemory.begin(now, trail.before(now.minus(FIRST_TRAIL))) : memory)
                        .using(found.publicKey(), now));
        NewEvents events;
        try {
            events = events(context, found, progress, now);
        } catch (LinkgateException e) {
            ReconcileStore.Progress same = memory == null ? before : progress;
            findings.store(failed(same, e.failure(), found.credential()), List.of());
            return;
        }
        try {
            Instant asked = clock.instant();
            List<Link> links = found.links().stream()
                    .filter(link -> link.status() != LinkStatus.DELETING)
                    .toList();
            compare(context, progress.with(events.after()).ended(CheckState.CHECKED, null), events, links, asked, now);
        } catch (LinkgateException e) {
            List<Finding> told = events.others().stream()
                    .map(event -> Finding.of(before.project(), event, null, now))
                    .toList();
            ReconcileStore.Progress failed = failed(progress.with(events.after()), e.failure(), found.credential());
            findings.store(failed, told);
            return;
        }
        look(found, before.project());
        others.forEach(each -> look(context, each, before.project()));
    }

    /**
     * The events that were not read before.
     *
     * @param ours those that can be the gateway's own
     * @param others those of somebody else
     */
    private record NewEvents(ProjectMemory after, List<AtlasEvent> ours, List<AtlasEvent> others) {}

    private NewEvents events(
            RequestContext context, BackgroundProject found, ReconcileStore.Progress progress, Instant now) {
        ProjectMemory memory = Objects.requireNonNull(progress.memory());
        EventSelection selection = new EventSelection(EventKind.NAMES, memory.readFrom(settings.overlap()), now);
        List<AtlasEvent> all = new ArrayList<>();
        boolean whole = false;
        for (int page = 1; page <= MOST_PAGES && !whole; page++) {
            List<AtlasEvent> more = found.events(selection, page);
            all.addAll(more);
            whole = more.size() < BackgroundProject.PAGE;
        }
        if (!whole) {
            log.warn("Project {} has too many events; the oldest before {} stay unread", progress.project(), now);
        }
        if (!memory.fresh(all).stream().allMatch(memory::isOurs)) {
            snapshots.poll(); // another replica may have replaced the key, and used it
            BackgroundProject newest =
                    atlas.project(context, progress.project()).orElse(found);
            memory = memory.using(newest.publicKey(), now);
        }
        Map<Boolean, List<AtlasEvent>> byOwner =
                memory.fresh(all).stream().collect(Collectors.partitioningBy(memory::isOurs));
        return new NewEvents(
                memory.read(all, whole, now, settings.overlap()),
                Objects.requireNonNull(byOwner.get(true)),
                Objects.requireNonNull(byOwner.get(false)));
    }

    /** Notes the status of some endpoints that were not read for long. */
    private void look(BackgroundProject found, ProjectId project) {
        for (KnownEndpoint each : known.unseen(project, MOST_READS)) {
            LinkPath link = each.place();
            if (link.isOfProject()) {
                continue;
            }
            EndpointId id = new EndpointId(each.interfaceEndpointId());
            try {
                EndpointObservation.find(() -> found.endpoint(link.link(), id))
                        .ifPresent(endpoint -> known.seen(link, endpoint));
            } catch (LinkgateException e) {
                log.debug("Could not read {} of {}: {}", id, link, e.failure().detail());
            }
        }
    }

    /**
     * Lets the endpoints that are on no link be noted as Atlas lists them. A credential that may not do that is told to
     * callers, and holds up no look.
     */
    private static void look(RequestContext context, EndpointsOnNoLink others, ProjectId project) {
        try {
            int count = others.read(context, project, Freshness.NEW).value().size();
            log.debug("Project {} has {} endpoints on no link", project, count);
        } catch (LinkgateException e) {
            log.debug(
                    "Could not read the endpoints of {} that are on no link: {}",
                    project,
                    e.failure().detail());
        }
    }

    /** The links and endpoints that Atlas shows. */
    private static Set<Place> places(List<Link> links) {
        return links.stream()
                .flatMap(link -> Stream.concat(
                        Stream.of(new Place(link.id().value(), null)),
                        link.interfaceEndpointIds().stream()
                                .map(endpoint -> new Place(link.id().value(), endpoint.canonical()))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void compare(
            RequestContext context,
            ReconcileStore.Progress progress,
            NewEvents events,
            List<Link> links,
            Instant asked,
            Instant now) {
        ProjectId project = progress.project();
        ProjectMemory memory = read(context, project, events.after());
        ProjectMemory.Compared compared = memory.with(places(links), asked, GRACE);
        Differences all = compared.differences();
        List<Finding> told = new ArrayList<>();
        for (AtlasEvent event : events.others()) {
            told.add(Finding.of(
                    project, event, all == null ? null : all.of(EventKind.valueOf(event.eventTypeName())), now));
        }
        for (EventKind kind : CHANGES) {
            Differences changed = all == null ? Differences.NONE : all.of(kind);
            if (!changed.equals(Differences.NONE) && events.others().stream().noneMatch(kind::isOf)) {
                List<AtlasEvent> candidates =
                        events.ours().stream().filter(kind::isOf).toList();
                AtlasEvent beside = candidates.size() == 1 ? candidates.getFirst() : null;
                told.add(Finding.of(project, changed, beside, memory.receiptOf(changed), now));
            }
        }
        Set<Place> expected = Objects.requireNonNull(compared.after().places());
        known.shown(
                project,
                links,
                asked,
                (link, id) -> expected.contains(new Place(link.value(), id.canonical())),
                (link, id) -> all != null && all.appeared().contains(new Place(link.value(), id.canonical())));
        // Last, so that what could not be stored above is found again.
        findings.store(progress.with(compared.after()), told);
    }

    private ProjectMemory read(RequestContext context, ProjectId project, ProjectMemory before) {
        ProjectMemory memory = before;
        RecordedWrites.WriteBatch part;
        do {
            part = trail.after(context, project, memory.trail());
            memory = memory.read(part.writes(), part.last());
        } while (!part.atEnd());
        return memory;
    }

    /** How far a project is when a look has failed. */
    private static ReconcileStore.Progress failed(ReconcileStore.Progress before, Failure failure, String credential) {
        boolean answered = failure.atlas() != null;
        boolean refused = answered
                && (failure.code().equals(ProblemCode.ATLAS_CREDENTIAL_REJECTED)
                        || failure.code().equals(ProblemCode.ATLAS_ACCESS_LIST));
        if (refused) {
            if (!credential.equals(before.told())) {
                log.warn(
                        "Atlas does not let the credential {} read the events of project {}, so writes past the gateway stay"
                                + " unseen: {}",
                        credential,
                        before.project(),
                        failure.detail());
            }
            return before.refused(failure.detail(), credential);
        }
        boolean heldBack = failure.code().equals(ProblemCode.RATE_LIMITED)
                || (!answered && WITHOUT_ANSWER.contains(failure.code()));
        boolean isUnknown = failure.code().equals(ProblemCode.PROJECT_NOT_FOUND);
        CheckState state = isUnknown ? CheckState.PROJECT_UNKNOWN : heldBack ? CheckState.HELD_BACK : CheckState.FAILED;
        if (before.state() != state) {
            log.info("Could not look at project {}: {}", before.project(), failure.detail());
        }
        return before.ended(state, failure.detail());
    }
}
