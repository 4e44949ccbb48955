package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.feature.drift.DriftWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        for (Finding.Kind kind : Finding.Kind.values()) {
            found.withTag("kind", kind.word());
        }
    }

    /** Stores it, unless another replica has checked the project meanwhile. */
    void store(ReconcileStore.Progress progress, List<Finding> findings) {
        List<Finding> added = new ArrayList<>();
        Boolean stored = transactions.execute(status -> {
            added.clear();
            return store(progress, findings, added);
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

    private boolean store(ReconcileStore.Progress progress, List<Finding> findings, List<Finding> added) {
        if (!progresses.save(progress)) {
            return false;
        }
        findings.stream().filter(store::add).forEach(added::add);
        added.forEach(finding -> outbox.add(event(finding)));
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
        data.put("occurredAt", finding.occurredAt());
        data.put("foundAt", finding.foundAt());
        data.put(
                "eventTypeName",
                finding.event() == null ? null : finding.event().eventTypeName());
        data.put("receipt", finding.receipt());
        data.put("differences", finding.differences());
        data.values().removeIf(Objects::isNull);
        return new Event(
                DriftWords.DRIFT_FOUND,
                "/projects/" + finding.projectId() + "/drift",
                Target.project(finding.projectId()),
                data);
    }

    private static void report(Finding finding) {
        AtlasEvent event = finding.event();
        if (event == null) {
            log.warn(
                    "Project {} was changed outside the gateway, or by a write that is not on record: {}",
                    finding.projectId(),
                    finding.differences());
            return;
        }
        log.warn(
                "Project {} was changed outside the gateway, or by a write that is not on record: {} at {} by {} from {}"
                        + " (event {})",
                finding.projectId(),
                event.eventTypeName(),
                event.created(),
                actor(event),
                Objects.requireNonNullElse(event.remoteAddress(), "an address that Atlas does not tell"),
                event.id());
    }

    private static String actor(AtlasEvent event) {
        if (event.publicKey() != null) {
            return "the key " + event.publicKey();
        }
        return Objects.requireNonNullElse(
                event.username(), event.isGlobalAdmin() ? "MongoDB's staff" : "somebody whom Atlas does not tell");
    }
}
