package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.trail.audit.RollbackState.State;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Reports in the readiness probe that audit records cannot be stored, that the trail was rolled back, or that this is
 * not known. It only looks at what the log's writer has seen: a probe costs nothing.
 */
@Component("audit")
final class AuditHealth implements HealthIndicator {

    /** Reads are answered, and writes are refused, because the trail is not the one that was signed. */
    static final Status ROLLED_BACK = new Status("ROLLED_BACK");

    /** Reads are answered, and writes are refused, because the trail could not be held against what was signed. */
    static final Status UNCHECKED = new Status("UNCHECKED");

    private final AuditLog records;
    private final RollbackState rollback;

    AuditHealth(AuditLog records, RollbackState rollback, MeterRegistry meters) {
        this.records = records;
        this.rollback = rollback;
        Metric.AUDIT_ROLLED_BACK
                .gauge(rollback, trail -> trail.state() instanceof State.RolledBack ? 1 : 0)
                .register(meters);
        Metric.AUDIT_UNCHECKED
                .gauge(rollback, trail -> trail.state() instanceof State.Unchecked ? 1 : 0)
                .register(meters);
    }

    @Override
    public Health health() {
        if (!records.isStoring()) {
            return Health.outOfService()
                    .withDetail("reason", "audit records cannot be stored")
                    .build();
        }
        Health.Builder health = switch (rollback.state()) {
            case State.Agreed agreed -> Health.up();
            case State.Unchecked unchecked -> Health.status(UNCHECKED);
            case State.RolledBack rolledBack -> Health.status(ROLLED_BACK);
        };
        rollback.reason().ifPresent(reason -> health.withDetail("reason", reason));
        return health.build();
    }
}
