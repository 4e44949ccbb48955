package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.access.project.VisibleProjects;
import dev.linkgate.gateway.core.atlas.BackgroundAtlas;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.replica.DatabaseClock;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.inventory.EndpointInventory;
import dev.linkgate.gateway.feature.tasks.RecurringTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import dev.linkgate.kernel.ProjectId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks each project once an interval, a few at a time. The first checks of many projects are spread over the
 * interval, and so are the others, because each is due an interval after the one before.
 */
@Component
class ReconcileLoop implements RecurringTask {

    /** A thousand projects in five minutes are three checks a second, of five answers of Atlas each. */
    private static final int AT_ONCE = 8;

    /** The most checks of one turn, so that those that wait longest come first. */
    private static final int TURN = 100;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** After a turn that found nothing due: a part of the interval, and at most so long. */
    private static final int PART_OF_THE_INTERVAL = 30;

    private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(10);
    private static final Duration WHILE_OFF = Duration.ofMinutes(1);
    private static final Duration CLEANING = Duration.ofHours(1);

    /** The maximum time from the first check of one project to that of the next. */
    private static final Duration SPREAD = Duration.ofMillis(300);

    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);

    private final BackgroundAtlas atlas;
    private final Reconciler reconciler;
    private final ReconcileStore store;
    private final FindingStore findings;
    private final EndpointInventory inventory;
    private final VisibleProjects projects;
    private final ReconcileSettings settings;
    private final DatabaseClock clock;
    private Set<ProjectId> enrolled = Set.of();
    private Instant cleanAt = Instant.MIN;
    private Instant countAt = Instant.MIN;
    private volatile Open open = new Open(0, 0, Instant.MIN);

    /** The numbers of open findings and of links that end, as counted, and until when that is worth something. */
    private record Open(double findings, double ending, Instant until) {}

    ReconcileLoop(
            BackgroundAtlas atlas,
            Reconciler reconciler,
            ReconcileStore store,
            FindingStore findings,
            EndpointInventory inventory,
            VisibleProjects projects,
            ReconcileSettings settings,
            DatabaseClock clock,
            MeterRegistry meters) {
        this.atlas = atlas;
        this.reconciler = reconciler;
        this.store = store;
        this.findings = findings;
        this.inventory = inventory;
        this.projects = projects;
        this.settings = settings;
        this.clock = clock;
        Metric.AUDIT_FINDINGS_OPEN
                .gauge(this, loop -> loop.counted(Open::findings))
                .register(meters);
        Metric.LINKS_ENDING.gauge(this, loop -> loop.counted(Open::ending)).register(meters);
        if (!atlas.hasEvents() && !settings.reconcileInterval().isZero()) {
            log.info("Atlas's classic API has no events, so the audit trail is not compared with them");
        }
    }

    /** Whether projects are checked at all. */
    boolean isOff() {
        return settings.reconcileInterval().isZero() || !atlas.hasEvents();
    }

    @Override
    public String name() {
        return "reconcile";
    }

    /** Checks what is due. */
    @Override
    public synchronized Duration run(TaskLease lease) throws InterruptedException {
        if (isOff()) {
            return WHILE_OFF;
        }
        Instant now = clock.instant();
        Set<ProjectId> known = projects.all();
        if (!now.isBefore(cleanAt)) {
            clean(known, now);
        }
        countIfDue();
        enroll(known, now);
        List<ProjectId> due = store.due(now, TURN);
        check(due, lease);
        return due.isEmpty() ? whileNothingIsDue() : BETWEEN;
    }

    private Duration whileNothingIsDue() {
        Duration part = settings.reconcileInterval().dividedBy(PART_OF_THE_INTERVAL);
        return part.compareTo(BETWEEN) < 0 ? BETWEEN : part.compareTo(LONGEST_BETWEEN) > 0 ? LONGEST_BETWEEN : part;
    }

    private void countIfDue() {
        Instant now = clock.instant();
        if (!now.isBefore(countAt)) {
            count();
            countAt = now.plus(settings.reconcileInterval());
        }
    }

    /** Counts for the metrics. */
    void count() {
        Instant until = clock.instant().plus(settings.reconcileInterval().multipliedBy(2));
        open = new Open(findings.count(FindingStore.Selection.ALL).open(), inventory.linksEnding(), until);
    }

    /** NaN if another replica counts by now. */
    private double counted(ToDoubleFunction<Open> number) {
        Open last = open;
        return clock.instant().isBefore(last.until()) ? number.applyAsDouble(last) : Double.NaN;
    }

    /**
     * Removes what is old, and, not before this replica has run for a while, the projects that are known no more: a
     * project that another replica has just added is not known here for a moment.
     */
    private void clean(Set<ProjectId> known, Instant now) {
        findings.removeOld(now);
        if (!cleanAt.equals(Instant.MIN)) {
            store.enrolled().stream()
                    .filter(project -> !known.contains(project))
                    .forEach(store::forget);
            enrolled = Set.of();
        }
        cleanAt = now.plus(CLEANING);
    }

    /** Adds the known projects that are new. */
    private void enroll(Set<ProjectId> known, Instant now) {
        if (known.equals(enrolled)) {
            return;
        }
        Set<ProjectId> stored = new HashSet<>(store.enrolled());
        long interval = settings.reconcileInterval().toMillis();
        long spread = Math.max(1, Math.min(interval, SPREAD.toMillis() * known.size()));
        known.stream()
                .filter(project -> !stored.contains(project))
                .forEach(project -> store.enroll(
                        project, now.plusMillis(Math.floorMod(project.value().hashCode(), spread))));
        enrolled = Set.copyOf(known);
    }

    /** Checks the projects that are due. A project that is not checked before the lease ends stays due. */
    private void check(List<ProjectId> due, TaskLease lease) throws InterruptedException {
        Set<ProjectId> known = enrolled;
        ExecutorService checks = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("reconcile-", 0).factory());
        try {
            due.forEach(project -> checks.execute(() -> check(project, known.contains(project))));
            checks.shutdown();
            while (!checks.awaitTermination(1, TimeUnit.SECONDS) && lease.continues()) {
                countIfDue(); // a turn may take longer than the last count is good for
            }
        } finally {
            checks.shutdownNow();
        }
    }

    private void check(ProjectId project, boolean known) {
        try {
            store.postpone(project, clock.instant().plus(settings.reconcileInterval()));
            if (known) {
                reconciler.check(RequestContext.background("reconcile-" + UUID.randomUUID()), project);
            }
        } catch (RuntimeException | Error e) {
            log.warn("Could not compare the trail with the events of project {}: {}", project, e.toString());
        }
    }
}
