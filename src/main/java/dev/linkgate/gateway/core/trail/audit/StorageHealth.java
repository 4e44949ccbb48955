package dev.linkgate.gateway.core.trail.audit;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports in the readiness probe that the disk has no space left for the audit records of teams. */
@Component("storage")
final class StorageHealth implements HealthIndicator {

    private final DiskSpace space;

    StorageHealth(DiskSpace space) {
        this.space = space;
    }

    @Override
    public Health health() {
        return space.isLow()
                ? Health.outOfService()
                        .withDetail("reason", "no space left for audit records")
                        .build()
                : Health.up().build();
    }
}
