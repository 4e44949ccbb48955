package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Shows in the readiness probe, and as metrics, what the stored credentials need: that Atlas rejects one, that a secret
 * expires, that an older master key is still needed, that one cannot be decrypted. The last two it says of the secrets
 * of API keys for Digest and of the keys that sign checkpoints or access tokens, too, which need the same master keys.
 *
 * <p>When Atlas rejects one, the component says SUSPECT, and the whole stays UP: projects with other credentials are
 * served as before, and neither a restart nor another replica would fix the key. It stays UP, too, when one cannot be
 * decrypted, and the component says UNREADABLE: otherwise one replica with other master keys could take all others out
 * of service by storing a credential.
 */
@Component("credentials")
public final class CredentialsHealth implements HealthIndicator {

    private static final Status SUSPECT = new Status("SUSPECT");
    private static final Status UNREADABLE = new Status("UNREADABLE");

    private final CredentialVault vault;
    private final List<EncryptedSecrets> secrets;
    private final InstantSource clock;

    public CredentialsHealth(
            CredentialVault vault, List<EncryptedSecrets> secrets, InstantSource clock, MeterRegistry meters) {
        this.vault = vault;
        this.secrets = secrets;
        this.clock = clock;
        Metric.CREDENTIALS_SUSPECT.gauge(vault, CredentialVault::suspects).register(meters);
        Metric.CREDENTIALS_UNREADABLE.gauge(this, CredentialsHealth::unreadable).register(meters);
        Metric.CREDENTIALS_OTHER_KEY
                .gauge(this, CredentialsHealth::underOtherKeys)
                .register(meters);
        Metric.CREDENTIALS_SECRET_EXPIRY
                .secondsGauge(this, CredentialsHealth::secondsToFirstExpiry)
                .register(meters);
    }

    @Override
    public Health health() {
        int suspects = vault.suspects();
        int unreadable = unreadable();
        Status status = unreadable > 0 ? UNREADABLE : suspects > 0 ? SUSPECT : Status.UP;
        Health.Builder health = Health.status(status)
                .withDetail("suspect", suspects)
                .withDetail("unreadable", unreadable)
                .withDetail("underOtherMasterKeys", underOtherKeys());
        vault.firstSecretExpiry().ifPresent(expiry -> health.withDetail("firstSecretExpiry", expiry));
        return health.build();
    }

    private int unreadable() {
        return secrets.stream().mapToInt(EncryptedSecrets::unreadable).sum();
    }

    private int underOtherKeys() {
        return secrets.stream().mapToInt(EncryptedSecrets::underOtherKeys).sum();
    }

    private double secondsToFirstExpiry() {
        Instant now = clock.instant();
        return vault.firstSecretExpiry()
                .map(expiry -> (double) Duration.between(now, expiry).toSeconds())
                .orElse(Double.NaN);
    }
}
