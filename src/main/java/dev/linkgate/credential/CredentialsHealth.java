package dev.linkgate.credential;

import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Shows in the readiness probe, and as metrics, what the stored credentials need: that Atlas rejects one, that a secret
 * expires, that an older master key is still needed. When Atlas rejects one, the component says SUSPECT, and the whole
 * stays UP: projects with other credentials are served as before, and neither a restart nor another replica would fix
 * the key.
 */
@Component("credentials")
final class CredentialsHealth implements HealthIndicator {

    private static final Status SUSPECT = new Status("SUSPECT");

    private final CredentialVault vault;
    private final InstantSource clock;

    CredentialsHealth(CredentialVault vault, InstantSource clock, MeterRegistry meters) {
        this.vault = vault;
        this.clock = clock;
        Gauge.builder(Metric.CREDENTIALS_SUSPECT.meterName(), vault, CredentialVault::suspects)
                .description(Metric.CREDENTIALS_SUSPECT.description())
                .register(meters);
        Gauge.builder(Metric.CREDENTIALS_OTHER_KEY.meterName(), vault, CredentialVault::underOtherKeys)
                .description(Metric.CREDENTIALS_OTHER_KEY.description())
                .register(meters);
        TimeGauge.builder(
                        Metric.CREDENTIALS_SECRET_EXPIRY.meterName(),
                        this,
                        TimeUnit.SECONDS,
                        CredentialsHealth::secondsToFirstExpiry)
                .description(Metric.CREDENTIALS_SECRET_EXPIRY.description())
                .register(meters);
    }

    @Override
    public Health health() {
        int suspects = vault.suspects();
        Health.Builder health = Health.status(suspects == 0 ? Status.UP : SUSPECT)
                .withDetail("suspect", suspects)
                .withDetail("underOtherMasterKeys", vault.underOtherKeys());
        vault.firstSecretExpiry().ifPresent(expiry -> health.withDetail("firstSecretExpiry", expiry));
        return health.build();
    }

    private double secondsToFirstExpiry() {
        Instant now = clock.instant();
        return vault.firstSecretExpiry()
                .map(expiry -> (double) Duration.between(now, expiry).toSeconds())
                .orElse(Double.NaN);
    }
}
