package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks of the trail. Each is on record, and the last one of the whole trail is known by its record and as metrics. */
@Component
class Verifications {

    private static final Logger log = LoggerFactory.getLogger(Verifications.class);

    /** How long a metric stands. Then another replica has looked, or should have. */
    private static final Duration STANDS = DailyVerification.LOOK.multipliedBy(2);

    private static final Selection WHOLE = new Selection(
            null,
            false,
            null,
            Action.AUDIT_VERIFY,
            null,
            null,
            null,
            Verification.WHOLE,
            null,
            null,
            Selection.By.ANYBODY);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChainVerifier verifier;
    private final AuditTrail trail;
    private final TrailReader reader;
    private final ScanExecutors threads;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    private record Known(LastVerification last, Instant until) {}

    Verifications(
            ChainVerifier verifier,
            AuditTrail trail,
            TrailReader reader,
            ScanExecutors threads,
            InstantSource clock,
            MeterRegistry meters) {
        this.verifier = verifier;
        this.trail = trail;
        this.reader = reader;
        this.threads = threads;
        this.clock = clock;
        Metric.AUDIT_VERIFIED.secondsGauge(this, Verifications::verifiedAt).register(meters);
        Metric.AUDIT_VALID.gauge(this, Verifications::valid).register(meters);
    }

    /** @param from the size of a checkpoint, behind whose records the check begins; 0 for the whole trail */
    Verification verify(RequestContext context, long from) {
        Verification result = trail.verify(context, () -> verifier.verify(context, from));
        if (!result.valid()) {
            log.error("The audit trail is broken: {}", result.firstBroken());
        }
        if (from == 0) {
            note(new LastVerification(Micros.now(clock), result.valid(), result.records()));
        }
        return result;
    }

    /** The last one of the whole trail; absent if there is none in the database. */
    Optional<LastVerification> last(RequestContext context) {
        Optional<LastVerification> last =
                threads.begin(context, () -> reader.newestFirst(WHOLE, Long.MAX_VALUE, 1)).records().stream()
                        .findFirst()
                        .map(Verifications::told);
        last.ifPresent(this::note);
        return last;
    }

    private static LastVerification told(AuditRecord record) {
        String change = record.entry().about().change();
        JsonNode after = JSON.readTree(change == null ? "{}" : change).path("after");
        return new LastVerification(
                record.entry().time(),
                after.path("valid").booleanValue(false),
                after.path("records").longValue(0));
    }

    private void note(LastVerification last) {
        known = new Known(last, clock.instant().plus(STANDS));
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
