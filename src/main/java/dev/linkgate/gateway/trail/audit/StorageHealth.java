package dev.linkgate.gateway.trail.audit;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports in the readiness probe that the disk has no space left for the audit records of teams. */
@Component("storage")
final class StorageHealth implements HealthIndicator {

    private final DiskSpace space;
    private final ReadPolicy reads;

    StorageHealth(DiskSpace space, AuditSettings settings) {
        this.space = space;
        this.reads = settings.reads();
    }

    @Override
    public Health health() {
        return space.isLow()
                ? Health.status(AuditHealth.withoutRecords(reads))
                        .withDetail("reason", "no space left for audit records")
                        .build()
                : Health.up().build();
    }
}
