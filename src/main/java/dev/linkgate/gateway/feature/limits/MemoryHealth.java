package dev.linkgate.gateway.feature.limits;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Takes this replica out of service while it has memory only for the administrator. */
@Component("memory")
final class MemoryHealth implements HealthIndicator {

    private final Admission admission;

    MemoryHealth(Admission admission) {
        this.admission = admission;
    }

    @Override
    public Health health() {
        return (admission.hasRoom() ? Health.up() : Health.outOfService()).build();
    }
}
