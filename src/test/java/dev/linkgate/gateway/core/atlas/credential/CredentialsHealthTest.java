package dev.linkgate.gateway.core.atlas.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.credentials.CredentialsHealth;
import dev.linkgate.kernel.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class CredentialsHealthTest {

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Replica replica = new Replica(TestDatabase.SQLITE.migrated(), KeyRing.generate());
    private final CredentialsHealth health = health(replica);

    private CredentialsHealth health(Replica shown) {
        return new CredentialsHealth(shown.vault, List.of(shown.vault), clock, meters);
    }

    private void hasAccount(String name, @Nullable Instant secretExpiresAt) {
        replica.put(
                name,
                new KeyMaterial(CredentialKind.SERVICE_ACCOUNT, "client-1", Secret.of("one"), null, secretExpiresAt));
    }

    private double secondsToExpiry() {
        return meters.get(Metric.CREDENTIALS_SECRET_EXPIRY.meterName())
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    @Test
    void withoutADateNothingIsKnown() {
        hasAccount("default", null);

        assertThat(secondsToExpiry()).isNaN();
        assertThat(health.health().getDetails()).doesNotContainKey("firstSecretExpiry");
    }

    /** The replica stays in service: one with other keys would take all others with it by storing a credential. */
    @Test
    void credentialOfAnotherMasterKeyIsShown() {
        DataSource database = TestDatabase.SQLITE.migrated();
        Replica healthy = new Replica(database, KeyRing.generate());
        CredentialsHealth shown = health(healthy);
        healthy.put("default", Replica.digestKey("one"));
        assertThat(shown.health().getStatus()).isEqualTo(Status.UP);

        new Replica(database, KeyRing.generate()).put("payments", Replica.digestKey("two"));
        healthy.poll();

        assertThat(shown.health().getStatus().getCode()).isEqualTo("UNREADABLE");
        assertThat(shown.health().getDetails()).containsEntry("unreadable", 1);
        assertThat(healthy.vault.unreadable()).isEqualTo(1);
        assertThat(healthy.vault.underOtherKeys()).isEqualTo(1);
    }

    @Test
    void theFirstSecretToExpireIsShown() {
        Instant first = clock.instant().plus(Duration.ofDays(30));
        hasAccount("default", clock.instant().plus(Duration.ofDays(300)));
        hasAccount("payments", first);

        assertThat(secondsToExpiry()).isEqualTo(30 * 86_400);
        assertThat(Objects.requireNonNull(health.health()).getDetails()).containsEntry("firstSecretExpiry", first);

        clock.advance(Duration.ofDays(31));
        assertThat(secondsToExpiry()).isEqualTo(-86_400);

        hasAccount("payments", clock.instant().plus(Duration.ofDays(365)));
        assertThat(secondsToExpiry()).isEqualTo(269 * 86_400);
    }
}
