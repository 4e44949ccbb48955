package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.access.project.KnownProjects;
import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.gateway.atlas.BackgroundAtlas;
import dev.linkgate.gateway.atlas.BackgroundProject;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks one project: reads Atlas's events and then the trail, explains the events by the trail ({@link UnexplainedEvents}), and asks
 * Atlas what the project has if something is left. In this order the trail has all that can explain an event that was read.
 * Nothing is stored if a part fails, so the next check begins where this one did.
 */
@Component
class Reconciler {

    /** How far the first check of a project goes back, and one after a longer interruption. */
    static final Duration LOOK_BACK = Duration.ofDays(1);

    /** How long an event that nothing explains waits for an answer of Atlas about what the project has. */
    private static final Duration LOOK_PATIENCE = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final BackgroundAtlas atlas;
    private final EventReader reader;
    private final KnownProjects projects;
    private final ReconcileStore store;
    private final Findings findings;
    private final ReconcileSettings settings;
    private final InstantSource clock;

    Reconciler(
            BackgroundAtlas atlas,
            EventReader reader,
            KnownProjects projects,
            ReconcileStore store,
            Findings findings,
            ReconcileSettings settings,
            InstantSource clock) {
        this.atlas = atlas;
        this.reader = reader;
        this.projects = projects;
        this.store = store;
        this.findings = findings;
        this.settings = settings;
        this.clock = clock;
    }

    /** Checks a project once. Never throws, except for an error of the database. */
    void check(RequestContext context, ProjectId project) {
        Optional<ProjectProgress> stored = store.find(project);
        if (stored.isEmpty()) {
            return; // it was removed
        }
        ProjectProgress before = stored.get();
        BackgroundProject found = null;
        try {
            found = atlas.project(context, project).orElse(null);
            if (found == null) {
                end(before.ended(CheckState.NO_CREDENTIAL, "No Atlas credential is bound to the project."));
            } else {
                check(context, found, before);
            }
        } catch (LinkgateException e) {
            end(before, e.failure(), found == null ? "none" : found.credential());
        }
    }

    private void check(RequestContext context, BackgroundProject found, ProjectProgress before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ProjectId project = before.project();
        RememberedEvents events = reader.events(found, begun(found, before, now), now);
        EventReader.Trail trail = reader.trail(context, project, events);
        if (EventReader.isOverfull(trail.ledger())) {
            log.warn(
                    "Project {} has too many writes or events to compare; what was before {} stays unchecked",
                    project,
                    now);
            RememberedEvents anew =
                    RememberedEvents.begin(now, reader.trailBefore(now)).using(found.publicKey(), now);
            end(before.with(anew).ended(CheckState.CHECKED, null));
            return;
        }
        ProjectProgress after = before.with(trail.ledger()).ended(CheckState.CHECKED, null);
        if (!trail.whole()) {
            end(after);
            return;
        }
        UnexplainedEvents verdict = UnexplainedEvents.of(trail.ledger(), now, settings.reconcileGrace());
        if (!verdict.needsLook()) {
            findings.store(after.with(verdict.ledger()), verdict.explained(), List.of(), now);
            return;
        }
        look(context, found, after, verdict, now);
    }

    /**
     * Where the last check ended. After a long interruption it begins anew, because a ledger of days may have no end; not
     * before the credential replaced another one, because the key before it is not known.
     */
    private RememberedEvents begun(BackgroundProject found, ProjectProgress before, Instant now) {
        RememberedEvents ledger = before.ledger();
        Instant earliest = now.minus(LOOK_BACK);
        boolean isRecent = ledger != null
                && (ledger.checkedUntil() == null
                        ? !ledger.from().isBefore(earliest.minus(LOOK_BACK))
                        : !ledger.checkedUntil().isBefore(earliest));
        if (ledger != null && isRecent) {
            return ledger;
        }
        Instant registered = projects.registeredAt(before.project()).orElse(earliest);
        Instant from = Stream.of(
                        earliest, registered, Objects.requireNonNullElse(found.credentialReplacedAt(), earliest))
                .max(Comparator.naturalOrder())
                .orElse(earliest);
        if (ledger != null) {
            log.warn(
                    "Project {} was not compared with Atlas's events for too long; what was before {} stays unchecked",
                    before.project(),
                    from);
        }
        return RememberedEvents.begin(from, reader.trailBefore(from));
    }

    /** Asks Atlas what the project has, and reads the trail again, which then has all that explains what is there. */
    private void look(
            RequestContext context,
            BackgroundProject found,
            ProjectProgress after,
            UnexplainedEvents first,
            Instant now) {
        Instant asked = clock.instant();
        ExpectedState seen = picture(found, after.project());
        if (seen == null) {
            withoutPicture(after, first, now);
            return;
        }
        EventReader.Trail trail = reader.trail(context, after.project(), first.ledger());
        if (!trail.whole()) {
            findings.store(after.with(first.ledger()), first.explained(), List.of(), now);
            return;
        }
        UnexplainedEvents verdict = UnexplainedEvents.of(trail.ledger(), now, settings.reconcileGrace());
        ExpectedState expected = verdict.ledger().expected();
        ExpectedState current = verdict.ledger().current(seen, asked);
        ProjectChanges difference = expected == null ? null : expected.to(current);
        List<AtlasEvent> outside = verdict.outside(difference);
        List<Finding> reported = Stream.concat(
                        outside.stream().map(event -> Finding.outside(after.project(), event, difference, now)),
                        verdict.unseenIn(seen).stream().map(write -> Finding.notConfirmed(after.project(), write, now)))
                .toList();
        findings.store(
                after.with(verdict.ledgerAfter(outside).with(current)),
                Stream.of(first.explained(), verdict.explained(), verdict.settled(outside))
                        .flatMap(List::stream)
                        .toList(),
                reported,
                now);
    }

    /** What cannot be seen now waits; an event only so long. */
    private void withoutPicture(ProjectProgress after, UnexplainedEvents verdict, Instant now) {
        List<AtlasEvent> overdue = verdict.openBefore(now.minus(LOOK_PATIENCE));
        List<AtlasEvent> left = verdict.ledger().pending().stream()
                .filter(event -> !overdue.contains(event))
                .toList();
        findings.store(
                after.with(verdict.ledger().with(verdict.ledger().writes(), left)),
                verdict.explained(),
                overdue.stream()
                        .map(event -> Finding.outside(after.project(), event, null, now))
                        .toList(),
                now);
    }

    private static @Nullable ExpectedState picture(BackgroundProject found, ProjectId project) {
        try {
            return ExpectedState.of(found.links());
        } catch (LinkgateException e) {
            log.info(
                    "Could not read what project {} has: {}",
                    project,
                    e.failure().code());
            return null;
        }
    }

    private void end(ProjectProgress before, Failure failure, String credential) {
        boolean answered = failure.atlas() != null;
        boolean refused = answered
                && (failure.code() == ProblemCode.ATLAS_CREDENTIAL_REJECTED
                        || failure.code() == ProblemCode.ATLAS_ACCESS_LIST);
        if (refused) {
            if (!credential.equals(before.told())) {
                log.warn(
                        "Atlas does not let the credential {} read the events of project {}, so writes past the gateway stay"
                                + " unseen: {}",
                        credential,
                        before.project(),
                        failure.detail());
            }
            end(before.refused(failure.detail(), credential));
            return;
        }
        boolean heldBack = switch (failure.code()) {
            case RATE_LIMITED -> true;
            case ATLAS_UNAVAILABLE, ATLAS_CREDENTIAL_REJECTED -> !answered;
            default -> false;
        };
        boolean isUnknown = failure.code() == ProblemCode.PROJECT_NOT_FOUND;
        CheckState state = isUnknown ? CheckState.PROJECT_UNKNOWN : heldBack ? CheckState.HELD_BACK : CheckState.FAILED;
        if (before.state() != state) {
            log.info("Could not read the events of project {}: {}", before.project(), failure.detail());
        }
        end(before.ended(state, failure.detail()));
    }

    private void end(ProjectProgress progress) {
        findings.store(progress, List.of(), List.of(), clock.instant());
    }
}
