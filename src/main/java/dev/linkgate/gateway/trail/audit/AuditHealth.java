package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.trail.checkpoint.RollbackState;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Reports in the readiness probe that audit records cannot be stored, or that the trail was rolled back. It only looks
 * at what the log's writer has seen: a probe costs nothing.
 */
@Component("audit")
final class AuditHealth implements HealthIndicator {

    /** Reads are answered, and writes are refused, because the trail is not the one that was signed. */
    static final Status ROLLED_BACK = new Status("ROLLED_BACK");

    private final AuditLog records;
    private final RollbackState rollback;

    AuditHealth(AuditLog records, RollbackState rollback, MeterRegistry meters) {
        this.records = records;
        this.rollback = rollback;
        Metric.AUDIT_ROLLED_BACK
                .gauge(rollback, state -> state.reason().isPresent() ? 1 : 0)
                .register(meters);
    }

    @Override
    public Health health() {
        if (!records.isStoring()) {
            return Health.outOfService()
                    .withDetail("reason", "audit records cannot be stored")
                    .build();
        }
        return rollback.reason()
                .map(difference -> Health.status(ROLLED_BACK).withDetail("reason", difference))
                .orElseGet(Health::up)
                .build();
    }
}
