package dev.linkgate.gateway.trail.query;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.task.RecurringTask;
import dev.linkgate.gateway.platform.task.TaskLease;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.read.ScanExecutors;
import dev.linkgate.gateway.trail.read.TrailFilter;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.read.Verification;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Checks the whole trail once a day. A check is on record as others are, which is also how the last one is known. */
@Component
final class DailyVerification implements RecurringTask {

    private static final Logger log = LoggerFactory.getLogger(DailyVerification.class);

    private static final Duration BETWEEN = Duration.ofDays(1);

    /** How often it is looked whether one is due, and so how old the metrics may be. */
    private static final Duration LOOK = Duration.ofHours(1);

    private static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(1);

    private final Verifications verifications;
    private final ChainVerifier verifier;
    private final AuditTrail trail;
    private final TrailReader reader;
    private final ScanExecutors threads;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    /** @param until when another replica has looked, or should have */
    private record Known(LastVerification last, Instant until) {}

    DailyVerification(
            Verifications verifications,
            ChainVerifier verifier,
            AuditTrail trail,
            TrailReader reader,
            ScanExecutors threads,
            InstantSource clock,
            MeterRegistry meters) {
        this.verifications = verifications;
        this.verifier = verifier;
        this.trail = trail;
        this.reader = reader;
        this.threads = threads;
        this.clock = clock;
        Metric.AUDIT_VERIFIED.secondsGauge(this, DailyVerification::verifiedAt).register(meters);
        Metric.AUDIT_VALID.gauge(this, DailyVerification::valid).register(meters);
    }

    @Override
    public String name() {
        return "audit-verification";
    }

    @Override
    public Duration run(TaskLease lease) {
        RequestContext context = RequestContext.background("audit-verification");
        context.waiting().addCondition(lease::continues);
        try {
            Optional<LastVerification> last = verifications.last(context);
            if (clock.instant().isBefore(due(context, last))) {
                last.ifPresent(this::note);
            } else {
                note(verified(context));
            }
            return LOOK;
        } catch (LinkgateException e) {
            log.info("The audit trail cannot be checked now: {}", e.failure().detail());
            return AFTER_A_REFUSAL;
        }
    }

    /** The first is soon, but not while a new gateway is being set up. */
    private Instant due(RequestContext context, Optional<LastVerification> last) {
        return last.map(found -> found.at().plus(BETWEEN))
                .orElseGet(() -> threads.proceed(context, () -> reader.after(0, TrailFilter.ALL, 1)).records().stream()
                        .map(first -> first.entry().time().plus(LOOK))
                        .findFirst()
                        .orElse(Instant.MAX));
    }

    private LastVerification verified(RequestContext context) {
        Verification result = trail.verify(context, () -> verifier.verify(context, 0));
        if (!result.valid()) {
            log.error("The audit trail is broken: {}", result.firstBroken());
        }
        return new LastVerification(Micros.now(clock), result.valid(), result.records());
    }

    private void note(LastVerification last) {
        known = new Known(last, clock.instant().plus(LOOK.multipliedBy(2)));
    }

    private double verifiedAt() {
        Known now = known;
        return now == null ? 0 : now.last().at().getEpochSecond();
    }

    private double valid() {
        Known now = known;
        if (now == null || clock.instant().isAfter(now.until())) {
            return Double.NaN;
        }
        return now.last().valid() ? 1 : 0;
    }
}
