package dev.linkgate.gateway.inbound.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.inbound.idempotency.IdempotencyKeys.ClaimResult;
import dev.linkgate.gateway.platform.replica.Clocks;
import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas that share a database and a clock, which only the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class IdempotencyKeysTest {

    private static final Duration KEEP = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final KeyedRequest REQUEST = new KeyedRequest("id", "fingerprint");
    private static final StoredResponse ADDED = new StoredResponse(
            "endpoint.add",
            "vpce-0b9c5701",
            201,
            null,
            List.of("Content-Type: application/json", "Location: /projects/a", "Audit-Receipt: 7:abc"),
            "{\"errorMessage\":\"h\u00e9 \u2713 \\u0000\"}");
    private static final StoredResponse REFUSED = new StoredResponse(
            "endpoint.add",
            null,
            409,
            ProblemCode.ENDPOINT_EXISTS,
            List.of("Content-Type: application/problem+json"),
            "{}");

    private final DataSource database;
    private final JdbcClient jdbc;
    private final ClaimStore store;
    private final Replica one;
    private final Replica two;
    private final ManualClock clock = new ManualClock();

    IdempotencyKeysTest(TestDatabase database) {
        this.database = database.asNew(IdempotencyKeysTest.class);
        jdbc = JdbcClient.create(this.database);
        store = new ClaimStore(jdbc);
        one = replica(KEEP);
        two = replica(KEEP);
    }

    private record Replica(ClaimLeases leases, IdempotencyKeys keys) {
        ClaimResult claim(KeyedRequest request) {
            return keys.claim(request, Actor.ADMINISTRATOR, PATIENCE);
        }

        ClaimResult.Mine claimed() {
            return (ClaimResult.Mine) claim(REQUEST);
        }

        void answered(ClaimResult.Mine claim, StoredResponse answer) {
            keys.answered(claim, answer, PATIENCE);
        }

        void open(ClaimResult.Mine claim) {
            keys.open(claim, PATIENCE);
        }

        void released(ClaimResult.Mine claim) {
            keys.released(claim, PATIENCE);
        }
    }

    private Replica replica(Duration keep) {
        ClaimLeases leases = new ClaimLeases(DatabaseClock.ofHost(clock));
        return new Replica(leases, new IdempotencyKeys(store, leases, new IdempotencySettings(keep), clock));
    }

    @Test
    void runningRequestRefusesOthers() {
        assertThat(one.claimed().resumed()).isFalse();

        assertThat(one.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);
        assertThat(two.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);
        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(ClaimResult.OtherRequest.class);
        assertThat(two.claim(new KeyedRequest("another", "fingerprint"))).isInstanceOf(ClaimResult.Mine.class);
    }

    @Test
    void anAnswerIsGivenToAllOthersWhole() {
        one.answered(one.claimed(), ADDED);

        assertThat(one.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
        assertThat(two.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(ClaimResult.OtherRequest.class);

        KeyedRequest refused = new KeyedRequest("refused", "");
        one.answered((ClaimResult.Mine) one.claim(refused), REFUSED);
        assertThat(two.claim(refused)).isEqualTo(new ClaimResult.Answered(REFUSED));
    }

    @Test
    void aRequestThatDidNothingLeavesTheKeyToAnyOther() {
        one.released(one.claimed());

        assertThat(two.claim(new KeyedRequest("id", "another")))
                .isInstanceOfSatisfying(ClaimResult.Mine.class, mine -> {
                    assertThat(mine.resumed()).isFalse();
                });
    }

    @Test
    void aClaimThatComesTooLateIsReleased() throws SQLException {
        try (Connection slow = database.getConnection()) {
            slow.setAutoCommit(false);
            slow.createStatement()
                    .executeUpdate("INSERT INTO idempotency_claim (id, fingerprint, owner, lease_until, expires_at)"
                            + " VALUES ('id', '', '', 0, 0)");

            assertThatExceptionOfType(QueryTimeoutException.class)
                    .isThrownBy(() -> one.keys().claim(REQUEST, Actor.ADMINISTRATOR, Duration.ofMillis(50)));
            slow.rollback();
        }

        assertThat(Patience.until(() -> two.claim(REQUEST), ClaimResult.Mine.class::isInstance))
                .isInstanceOfSatisfying(
                        ClaimResult.Mine.class,
                        mine -> assertThat(mine.resumed()).isFalse());
    }

    @Test
    void openEndIsContinuedAtOnce() {
        ClaimResult.Mine first = one.claimed();
        one.open(first);
        assertThat(store.renew(
                        Set.of(REQUEST.id()),
                        Set.of(first.owner()),
                        clock.instant().plus(ClaimLeases.LENGTH))) // was under way when it ended
                .isEmpty();

        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(ClaimResult.OtherRequest.class);
        assertThat(two.claimed().resumed()).isTrue();
        assertThat(one.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);
    }

    @Test
    void leaseIsRenewedWhileItsRequestRuns() {
        ClaimResult.Mine first = one.claimed();
        for (int i = 0; i < 10; i++) {
            passes(ClaimLeases.LENGTH.minusMillis(1));
            assertThat(two.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);
            one.leases().renew(jdbc);
        }
        one.answered(first, ADDED);
        one.leases().renew(jdbc);
        assertThat(two.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
    }

    @Test
    void oneOfManyContinuesAfterACrash() throws Exception {
        assertThat(one.claimed().resumed()).isFalse();
        passes(ClaimLeases.LENGTH);

        List<ClaimResult> result = atOnce(32);

        assertThat(result)
                .filteredOn(ClaimResult.Mine.class::isInstance)
                .singleElement()
                .satisfies(
                        mine -> assertThat(((ClaimResult.Mine) mine).resumed()).isTrue());
        assertThat(result).filteredOn(ClaimResult.Running.class::isInstance).hasSize(31);
    }

    @Test
    void oneOfManyNewRequestsRuns() throws Exception {
        List<ClaimResult> result = atOnce(32);

        assertThat(result).filteredOn(ClaimResult.Mine.class::isInstance).hasSize(1);
        assertThat(result).filteredOn(ClaimResult.Running.class::isInstance).hasSize(31);
    }

    @Test
    void lostLeaseChangesNothing() {
        ClaimResult.Mine slow = one.claimed();
        passes(ClaimLeases.LENGTH);
        ClaimResult.Mine next = two.claimed();

        one.leases().renew(jdbc);
        one.released(slow);
        one.open(slow);
        one.answered(slow, REFUSED);
        assertThat(one.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);

        two.answered(next, ADDED);
        one.answered(slow, REFUSED);
        assertThat(one.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
    }

    /** As a replica that sleeps, or is cut off, while the other one goes on. */
    @Test
    void formerOwnerKnowsThatAnotherTryMayHaveTheKey() {
        ClaimResult.Mine slow = one.claimed();
        passes(Duration.ofSeconds(3));
        one.leases().renew(jdbc);
        passes(Duration.ofMillis(9_999));
        assertThat(slow.lease().state()).isInstanceOf(Right.Held.class);

        passes(Duration.ofMillis(1));
        assertThat(two.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);
        assertThat(slow.lease().state())
                .isInstanceOfSatisfying(
                        Right.Ended.class,
                        ended -> assertThat(ended.why().code()).isEqualTo(ProblemCode.IDEMPOTENCY_IN_PROGRESS));

        passes(Duration.ofSeconds(5));
        ClaimResult.Mine next = two.claimed();
        one.leases().renew(jdbc);
        assertThat(slow.lease().state()).isInstanceOf(Right.Ended.class);
        assertThat(next.lease().state()).isInstanceOf(Right.Held.class);
    }

    @Test
    void formerOwnerBeginsNoWrite() {
        ClaimResult.Mine slow = one.claimed();
        passes(ClaimLeases.LENGTH);
        ClaimResult.Mine next = two.claimed();
        assertThat(next.intent()).isNull();

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> one.keys().begin(slow, 7, PATIENCE))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.IDEMPOTENCY_IN_PROGRESS));

        two.keys().begin(next, 8, PATIENCE);
        two.open(next);
        assertThat(one.claimed().intent()).isEqualTo(8);
    }

    @Test
    void theFirstIntentOfAllTriesIsKept() {
        ClaimResult.Mine first = one.claimed();
        one.keys().begin(first, 7, PATIENCE);
        one.open(first);
        ClaimResult.Mine second = two.claimed();
        two.keys().begin(second, 9, PATIENCE);
        two.open(second);

        assertThat(one.claimed().intent()).isEqualTo(7);
    }

    /** Otherwise the same request would be carried out again. */
    @Test
    void anAnswerThatCouldNotBeStoredIsStoredByAHeartbeat() {
        ClaimResult.Mine cut = one.claimed();
        jdbc.sql("ALTER TABLE idempotency_claim RENAME TO away").update();
        one.answered(cut, ADDED);
        one.leases().renew(jdbc);
        jdbc.sql("ALTER TABLE away RENAME TO idempotency_claim").update();
        assertThat(two.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);

        one.leases().renew(jdbc);

        assertThat(two.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
    }

    @Test
    void anAnswerThatIsStoredTooLateDoesNotReplaceAnother() {
        ClaimResult.Mine cut = one.claimed();
        jdbc.sql("ALTER TABLE idempotency_claim RENAME TO away").update();
        one.answered(cut, REFUSED);
        jdbc.sql("ALTER TABLE away RENAME TO idempotency_claim").update();
        passes(ClaimLeases.LENGTH);
        two.answered(two.claimed(), ADDED);

        one.leases().renew(jdbc);

        assertThat(two.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));
    }

    /** On PostgreSQL, because the clock of the host of a file is never wrong. */
    @Test
    void aReplicaWhoseHostHasAWrongClockTakesNoKey() {
        Replica wrong = new Replica(
                new ClaimLeases(Clocks.wrong()),
                new IdempotencyKeys(store, new ClaimLeases(Clocks.wrong()), new IdempotencySettings(KEEP), clock));

        assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> wrong.claim(REQUEST));
        assertThat(one.claimed().resumed()).isFalse();
    }

    @Test
    void answerExpires() {
        one.answered(one.claimed(), ADDED);

        passes(KEEP.minusMillis(1));
        two.keys().everyMinute();
        assertThat(two.claim(REQUEST)).isEqualTo(new ClaimResult.Answered(ADDED));

        passes(Duration.ofMillis(1));
        assertThat(two.claim(new KeyedRequest("id", "another")))
                .isInstanceOfSatisfying(ClaimResult.Mine.class, mine -> {
                    assertThat(mine.resumed()).isFalse();
                });
    }

    @Test
    void aRequestAtWorkIsNeverOver() {
        Replica forgetful = replica(Duration.ofSeconds(1));
        ClaimResult.Mine first = forgetful.claimed();
        passes(Duration.ofSeconds(10));
        forgetful.keys().everyMinute();
        assertThat(two.claim(REQUEST)).isInstanceOf(ClaimResult.Running.class);

        forgetful.open(first);
        assertThat(two.claim(REQUEST)).isInstanceOfSatisfying(ClaimResult.Mine.class, mine -> {
            assertThat(mine.resumed()).isFalse();
        });
    }

    @Test
    void allExpiredClaimsAreRemoved() {
        jdbc.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                        + " INSERT INTO idempotency_claim (id, fingerprint, owner, lease_until, expires_at)"
                        + " SELECT 'old-' || i, '', 'gone', ?, ? FROM n")
                .params(
                        Micros.of(clock.instant().plusSeconds(1)),
                        Micros.of(clock.instant().plusSeconds(1)))
                .update();
        passes(Duration.ofSeconds(1));
        one.answered(one.claimed(), ADDED);

        two.keys().everyMinute();

        assertThat(jdbc.sql("SELECT id FROM idempotency_claim")
                        .query(String.class)
                        .list())
                .containsExactly("id");
    }

    private List<ClaimResult> atOnce(int requests) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<ClaimResult>> result = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < requests; i++) {
                Replica replica = i % 2 == 0 ? one : two;
                result.add(callers.submit(() -> {
                    go.await();
                    return replica.claim(REQUEST);
                }));
            }
            go.countDown();
            List<ClaimResult> all = new ArrayList<>();
            for (Future<ClaimResult> each : result) {
                all.add(each.get(60, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private void passes(Duration time) {
        clock.advance(time);
    }
}
