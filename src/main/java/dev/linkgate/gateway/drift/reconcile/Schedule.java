package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.access.project.KnownProjects;
import dev.linkgate.gateway.atlas.BackgroundAtlas;
import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.replica.PeriodicTask;
import dev.linkgate.gateway.platform.request.RequestContext;
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
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Checks each project once an interval, on one replica, a few at a time. The first checks of many projects are spread over
 * the interval, and so are the others, because each is due an interval after the one before.
 */
@Component
class Schedule implements SmartLifecycle {

    private static final int AT_ONCE = 4;
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Between two looks that find nothing, at most, and as a part of the interval. */
    private static final Duration LONGEST_TICK = Duration.ofSeconds(10);

    private static final int TICKS = 30;

    private static final Duration CLEANING = Duration.ofHours(1);

    /** From the first check of one project to that of the next, at most. */
    private static final Duration SPREAD = Duration.ofMillis(300);

    private static final Logger log = LoggerFactory.getLogger(Schedule.class);

    private final BackgroundAtlas atlas;
    private final Reconciler reconciler;
    private final ReconcileStore store;
    private final FindingStore findings;
    private final KnownProjects projects;
    private final ReconcileSettings settings;
    private final DatabaseClock clock;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService checks = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("reconcile-", 0).factory());
    private Set<ProjectId> enrolled = new HashSet<>();
    private Instant cleanAt = Instant.MIN;
    private Instant countAt = Instant.MIN;
    private volatile double open = Double.NaN;
    private final PeriodicTask task = new PeriodicTask("reconcile", Duration.ZERO, Duration.ZERO, this::tick);

    Schedule(
            BackgroundAtlas atlas,
            Reconciler reconciler,
            ReconcileStore store,
            FindingStore findings,
            KnownProjects projects,
            ReconcileSettings settings,
            DatabaseClock clock,
            MeterRegistry meters) {
        this.atlas = atlas;
        this.reconciler = reconciler;
        this.store = store;
        this.findings = findings;
        this.projects = projects;
        this.settings = settings;
        this.clock = clock;
        Metric.AUDIT_FINDINGS_OPEN.gauge(this, schedule -> schedule.open).register(meters);
    }

    /** Whether projects are checked at all. */
    boolean isOff() {
        return settings.reconcileInterval().isZero() || !atlas.hasEvents();
    }

    @Override
    public void start() {
        if (!atlas.hasEvents() && !settings.reconcileInterval().isZero()) {
            log.info("Atlas's classic API has no events, so the audit trail is not compared with them");
        }
        if (!isOff()) {
            task.start();
        }
    }

    @Override
    public void stop() {
        task.stop();
        checks.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }

    /** Looks once at what is due, and begins it. */
    synchronized Duration tick() {
        Instant now = clock.instant();
        Set<ProjectId> known = projects.all();
        if (!now.isBefore(cleanAt)) {
            clean(known, now);
        }
        if (!now.isBefore(countAt)) {
            count();
            countAt = now.plus(settings.reconcileInterval());
        }
        enroll(known, now);
        int most = free.availablePermits();
        List<ReconcileStore.Due> due = most > 0 ? store.due(now, most) : List.of();
        due.forEach(each -> begin(each, now));
        return most > 0 && due.isEmpty() ? whileNothingIsDue() : TICK;
    }

    private Duration whileNothingIsDue() {
        Duration part = settings.reconcileInterval().dividedBy(TICKS);
        return part.compareTo(TICK) < 0 ? TICK : part.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : part;
    }

    /** Counts the open findings for the metric. */
    void count() {
        open = findings.count(FindingStore.Selection.ALL).open();
    }

    /** Whether no check is under way. */
    boolean isIdle() {
        return free.availablePermits() == AT_ONCE;
    }

    /**
     * Removes what is old, and, not before this replica has run for a while, the projects that are known no more: a project that
     * another replica has just added is not known here for a moment.
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

    private void begin(ReconcileStore.Due due, Instant now) {
        if (!free.tryAcquire()) {
            return;
        }
        boolean begun = false;
        try {
            boolean claimed = clock.isTrusted() && store.claim(due, now.plus(settings.reconcileInterval()));
            if (claimed && enrolled.contains(due.project())) {
                checks.execute(() -> check(due.project()));
                begun = true;
            }
        } finally {
            if (!begun) {
                free.release();
            }
        }
    }

    private void check(ProjectId project) {
        try {
            reconciler.check(RequestContext.background("reconcile-" + UUID.randomUUID()), project);
        } catch (RuntimeException | Error e) {
            log.warn("Could not compare the trail with the events of project {}: {}", project, e.toString());
        } finally {
            free.release();
        }
    }
}
