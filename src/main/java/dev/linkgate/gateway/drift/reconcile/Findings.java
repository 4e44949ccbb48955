package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.outbox.Event;
import dev.linkgate.gateway.platform.outbox.EventType;
import dev.linkgate.gateway.platform.outbox.Outbox;
import dev.linkgate.gateway.platform.request.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores the result of a check in one transaction, and reports what is new in it: to the log, and as metrics. */
@Component
class Findings {

    /** The findings of one check that the log has one by one. */
    private static final int LOGGED = 20;

    private static final Logger log = LoggerFactory.getLogger(Findings.class);

    private final ReconcileStore progresses;
    private final FindingStore store;
    private final Outbox outbox;
    private final TransactionTemplate transactions;
    private final Meter.MeterProvider<Counter> found;
    private final Meter.MeterProvider<Counter> checks;

    Findings(
            ReconcileStore progresses,
            FindingStore store,
            Outbox outbox,
            TransactionTemplate transactions,
            MeterRegistry meters) {
        this.progresses = progresses;
        this.store = store;
        this.outbox = outbox;
        this.transactions = transactions;
        this.found = Metric.AUDIT_FINDINGS.counter().withRegistry(meters);
        this.checks = Metric.AUDIT_RECONCILIATIONS.counter().withRegistry(meters);
        for (FindingKind kind : FindingKind.values()) {
            found.withTag("kind", kind.word());
        }
    }

    /** Stores it, unless another replica has checked the project meanwhile. */
    void store(ProjectProgress progress, List<Matching.Pair> explained, List<Finding> findings, Instant now) {
        List<Finding> added = new ArrayList<>();
        Boolean stored = transactions.execute(status -> {
            added.clear();
            return store(progress, explained, findings, added, now);
        });
        if (Boolean.TRUE.equals(stored)) {
            checks.withTag("result", progress.state().word()).increment();
            added.forEach(
                    finding -> found.withTag("kind", finding.kind().word()).increment());
            added.stream().limit(LOGGED).forEach(Findings::report);
            if (added.size() > LOGGED) {
                log.warn("{} more findings on project {}", added.size() - LOGGED, progress.project());
            }
        }
    }

    private boolean store(
            ProjectProgress progress,
            List<Matching.Pair> explained,
            List<Finding> findings,
            List<Finding> added,
            Instant now) {
        if (!progresses.save(progress)) {
            return false;
        }
        findings.stream().filter(store::add).forEach(added::add);
        added.forEach(finding -> outbox.add(event(finding)));
        Map<Long, Long> byHour = explained.stream()
                .collect(Collectors.groupingBy(
                        pair -> FindingStore.hourOf(pair.event().created()), Collectors.counting()));
        store.matched(progress.project(), byHour);
        for (Matching.Pair pair : explained) {
            if (pair.write().judged() && store.resolve(progress.project(), Finding.idOf(pair.write()), now)) {
                log.info(
                        "The event of the write {} has come after all",
                        pair.write().receipt());
            }
        }
        int removed = added.isEmpty() ? 0 : store.removeBeyondMost(progress.project());
        if (removed > 0) {
            log.warn(
                    "Project {} has more than {} findings; the {} oldest are removed",
                    progress.project(),
                    FindingStore.MOST,
                    removed);
        }
        return true;
    }

    /** Persons and addresses stay here. */
    private static Event event(Finding finding) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("projectId", finding.projectId());
        data.put("id", finding.id());
        data.put("kind", finding.kind());
        data.put("time", finding.time());
        data.put("foundAt", finding.foundAt());
        data.put(
                "eventTypeName",
                finding.event() == null ? null : finding.event().eventTypeName());
        data.put("receipt", finding.receipt());
        data.put("action", finding.action());
        data.put("place", finding.place());
        data.put("differences", finding.differences());
        data.values().removeIf(Objects::isNull);
        return new Event(
                EventType.DRIFT_FOUND,
                "/projects/" + finding.projectId() + "/drift",
                Target.project(finding.projectId()),
                data);
    }

    private static void report(Finding finding) {
        switch (finding.kind()) {
            case OUTSIDE_THE_GATEWAY -> {
                FoundEvent event = Objects.requireNonNull(finding.event());
                log.warn(
                        "Project {} was changed outside the gateway, or by a write that is not on record: {} at {} by"
                                + " {} from {} (event {})",
                        finding.projectId(),
                        event.eventTypeName(),
                        event.created(),
                        event.actor(),
                        Objects.requireNonNullElse(event.remoteAddress(), "an address that Atlas does not tell"),
                        event.id());
            }
            case NOT_CONFIRMED ->
                log.warn(
                        "Atlas shows nothing of a write to project {} that is on record as done: {}, receipt {}",
                        finding.projectId(),
                        finding.action(),
                        finding.receipt());
        }
    }
}
