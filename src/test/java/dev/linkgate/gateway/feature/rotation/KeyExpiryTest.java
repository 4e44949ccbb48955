package dev.linkgate.gateway.feature.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class KeyExpiryTest {

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Access access;

    @SuppressWarnings("unused") // the meters hold it weakly
    private final KeyExpiry expiry;

    KeyExpiryTest() {
        DataSource database = TestDatabase.SQLITE.migrated();
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        Snapshots snapshots = new Snapshots(jdbc, transactions);
        access = new Access(TestAccess.store(jdbc, TestKeys.RING), snapshots, TestAccess.TOKEN, clock);
        expiry = new KeyExpiry(access, meters);
        access.putTeam("payments", "");
        access.add(access.newKey(Principal.team("payments"), "without an end", null, KeyBinding.NONE, false));
    }

    private void expiresIn(Duration time) {
        access.add(access.newKey(
                Principal.team("payments"), "ends", clock.instant().plus(time), KeyBinding.NONE, false));
    }

    private double expiringWithin(String time) {
        return meters.get(Metric.KEYS_EXPIRING.meterName())
                .tag("within", time)
                .gauge()
                .value();
    }

    private double secondsToNext() {
        return meters.get(Metric.KEYS_NEXT_EXPIRY.meterName()).timeGauge().value(TimeUnit.SECONDS);
    }

    @Test
    void keysWithoutAnEndDoNotExpire() {
        assertThat(expiringWithin("30d")).isZero();
        assertThat(secondsToNext()).isNaN();
    }

    @Test
    void keysThatEndAreCountedBefore() {
        expiresIn(Duration.ofDays(6));
        expiresIn(Duration.ofDays(20));
        expiresIn(Duration.ofDays(40));

        assertThat(expiringWithin("7d")).isEqualTo(1);
        assertThat(expiringWithin("30d")).isEqualTo(2);
        assertThat(secondsToNext()).isEqualTo(6 * 86_400);
    }

    @Test
    void keysOfAdministratorsCountToo() {
        access.putAdministrator("ada", "", new TreeSet<>(List.of(AdminScope.AUDITOR)));
        access.add(access.newKey(
                Principal.administrator("ada"),
                "laptop",
                clock.instant().plus(Duration.ofDays(3)),
                KeyBinding.NONE,
                false));

        assertThat(expiringWithin("7d")).isEqualTo(1);
        assertThat(secondsToNext()).isEqualTo(3 * 86_400);
    }

    @Test
    void expiredKeysDoNotCount() {
        expiresIn(Duration.ofDays(1));
        expiresIn(Duration.ofDays(20));
        clock.advance(Duration.ofDays(2));

        assertThat(expiringWithin("7d")).isZero();
        assertThat(expiringWithin("30d")).isEqualTo(1);
        assertThat(secondsToNext()).isEqualTo(18 * 86_400);
    }
}
