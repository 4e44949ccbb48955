package dev.linkgate.gateway.feature.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
class RevokedTokensTest {

    private static final Actor HOLDER = Actor.team("payments", "h0pCeGHbvnoe");

    private final ManualClock clock = new ManualClock();
    private final DataSource database;
    private final Replica here;
    private final Replica there;

    RevokedTokensTest(TestDatabase kind) {
        database = kind.asNew(RevokedTokensTest.class);
        here = new Replica();
        there = new Replica();
    }

    /** One gateway of several on the same database. */
    private final class Replica {
        final Snapshots snapshots;
        final RevokedTokens revoked;

        Replica() {
            JdbcClient jdbc = JdbcClient.create(database);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
            revoked = new RevokedTokens(jdbc, snapshots, clock);
            snapshots.poll();
        }

        boolean knows(String id) {
            return revoked.contains(token(id, Duration.ZERO), HOLDER);
        }
    }

    private AccessToken token(String id, Duration life) {
        return new AccessToken(
                id, "h0pCeGHbvnoe", clock.instant(), clock.instant().plus(life));
    }

    @Test
    void selectionsAreKnownEverywhereToo() {
        TokenSelection ofTheTeam = new TokenSelection("payments", null, null, null);
        here.revoked.add(ofTheTeam, clock.instant());
        assertThat(here.knows("a")).isTrue();
        assertThat(there.knows("a")).isFalse();
        there.snapshots.poll();
        assertThat(there.knows("a")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(there.knows("issued since then")).isFalse();
    }

    @Test
    void expiredTokensAreForgottenEverywhere() {
        here.revoked.add(token("short", Duration.ofMinutes(1)));
        here.revoked.add(token("long", Duration.ofHours(1)));
        there.snapshots.poll();
        clock.advance(Duration.ofMinutes(1));

        here.revoked.everyMinute();
        there.snapshots.poll();

        assertThat(rows()).isEqualTo(1);
        for (Replica replica : new Replica[] {here, there, new Replica()}) {
            assertThat(replica.knows("short")).isFalse();
            assertThat(replica.knows("long")).isTrue();
        }
    }

    private long rows() {
        return JdbcClient.create(database)
                .sql("SELECT COUNT(*) FROM revoked_token")
                .query(Long.class)
                .single();
    }

    @Test
    void aKeyHasABoundedNumber() {
        JdbcClient.create(database)
                .sql("""
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                        INSERT INTO revoked_token SELECT 'many-' || i, 'h0pCeGHbvnoe', ? FROM n""")
                .params(RevokedTokens.MAX_OF_KEY, micros(clock.instant().plusSeconds(60)))
                .update();
        AccessToken another = token("another", Duration.ofHours(1));

        assertThatThrownBy(() -> here.revoked.add(another)).hasMessageContaining(ProblemCode.OVERLOADED.code());
        assertThat(here.knows("another")).isFalse();
        here.revoked.add(new AccessToken("of another key", "000000000000", another.issuedAt(), another.expiresAt()));

        clock.advance(Duration.ofMinutes(1));
        here.revoked.add(another);
        assertThat(here.knows("another")).isTrue();
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    @Test
    void withoutTheDatabaseNobodyKnowsWhatWasRevokedElsewhere() {
        assertThat(here.revoked.isCurrent()).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(here.revoked.isCurrent()).isFalse();
        here.snapshots.poll();
        assertThat(here.revoked.isCurrent()).isTrue();
    }
}
