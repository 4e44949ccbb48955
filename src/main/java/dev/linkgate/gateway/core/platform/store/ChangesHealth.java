package dev.linkgate.gateway.core.platform.store;

import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports in the readiness probe that this replica cannot read what others have changed: who may do what, credentials,
 * or projects. Another replica, with another way to the database or of another version, may be able to.
 */
@Component("changes")
final class ChangesHealth implements HealthIndicator {

    private final TimelyCheck known;

    @Autowired
    ChangesHealth(Snapshots snapshots) {
        this(snapshots, System::nanoTime);
    }

    ChangesHealth(Snapshots snapshots, LongSupplier nanoTime) {
        this.known = new TimelyCheck(snapshots::confirm, nanoTime);
    }

    @Override
    public Health health() {
        return known.holds()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "changes by other replicas cannot be read")
                        .build();
    }
}
