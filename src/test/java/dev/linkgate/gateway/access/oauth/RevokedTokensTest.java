package dev.linkgate.gateway.access.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RevokedTokensTest {

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
    }

    private AccessToken token(String id, Duration life) {
        return new AccessToken(id, "h0pCeGHbvnoe", clock.instant().plus(life));
    }

    @Test
    void revocationIsKnownHereAtOnceAndElsewhereAfterThePoll() {
        here.revoked.add(token("a", Duration.ofHours(1)));

        assertThat(here.revoked.contains("a")).isTrue();
        assertThat(here.revoked.contains("b")).isFalse();
        assertThat(there.revoked.contains("a")).isFalse();
        there.snapshots.poll();
        assertThat(there.revoked.contains("a")).isTrue();
        assertThat(new Replica().revoked.contains("a")).isTrue();
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
            assertThat(replica.revoked.contains("short")).isFalse();
            assertThat(replica.revoked.contains("long")).isTrue();
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
        assertThat(here.revoked.contains("another")).isFalse();
        here.revoked.add(new AccessToken("of another key", "000000000000", another.expiresAt()));

        clock.advance(Duration.ofMinutes(1));
        here.revoked.add(another);
        assertThat(here.revoked.contains("another")).isTrue();
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
