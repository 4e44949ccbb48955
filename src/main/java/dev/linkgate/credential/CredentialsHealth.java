package dev.linkgate.credential;

import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Shows in the readiness probe, and as a metric, that Atlas rejects a stored credential. The component then says
 * SUSPECT, and the whole stays UP: projects with other credentials are served as before, and neither a restart nor
 * another replica would fix the key.
 */
@Component("credentials")
final class CredentialsHealth implements HealthIndicator {

    private static final Status SUSPECT = new Status("SUSPECT");

    private final CredentialVault vault;

    CredentialsHealth(CredentialVault vault, MeterRegistry meters) {
        this.vault = vault;
        Gauge.builder(Metric.CREDENTIALS_SUSPECT.meterName(), vault, CredentialVault::suspects)
                .description(Metric.CREDENTIALS_SUSPECT.description())
                .register(meters);
    }

    @Override
    public Health health() {
        int suspects = vault.suspects();
        return Health.status(suspects == 0 ? Status.UP : SUSPECT)
                .withDetail("suspect", suspects)
                .build();
    }
}
