package dev.linkgate.gateway.store;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports in the readiness probe that this replica cannot read what others have changed, although the database answers:
 * who may do what, credentials, or projects. Another replica, of another version, may be able to.
 */
@Component("changes")
final class ChangesHealth implements HealthIndicator {

    private final Snapshots snapshots;

    ChangesHealth(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Health health() {
        return snapshots.areUnreadable()
                ? Health.outOfService()
                        .withDetail("reason", "changes by other replicas cannot be read")
                        .build()
                : Health.up().build();
    }
}
