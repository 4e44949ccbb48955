package dev.linkgate.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.idempotency.Claims.Found;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.store.Micros;
import dev.linkgate.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas that share a database and a clock, which only the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ClaimsTest {

    private static final Duration KEEP = Duration.ofHours(24);
    private static final KeyedRequest REQUEST = new KeyedRequest("id", "fingerprint");
    private static final FirstAnswer ADDED = new FirstAnswer(
            "endpoint.add",
            "vpce-0b9c5701",
            201,
            null,
            List.of("Content-Type: application/json", "Location: /projects/a", "Audit-Receipt: 7:abc"),
            "{\"errorMessage\":\"h\u00e9 \u2713 \\u0000\"}");
    private static final FirstAnswer REFUSED = new FirstAnswer(
            "endpoint.add",
            null,
            409,
            ProblemCode.ENDPOINT_EXISTS,
            List.of("Content-Type: application/problem+json"),
            "{}");

    private final JdbcClient jdbc;
    private final ClaimStore store;
    private final Replica one;
    private final Replica two;
    private final ManualClock clock = new ManualClock();

    ClaimsTest(TestDatabase database) {
        jdbc = JdbcClient.create(database.migrated());
        store = new ClaimStore(jdbc);
        one = replica(KEEP);
        two = replica(KEEP);
    }

    private record Replica(Leases leases, Claims claims) {
        Found claim(KeyedRequest request) {
            return claims.claim(request);
        }

        Found.Mine claimed() {
            return (Found.Mine) claim(REQUEST);
        }
    }

    private Replica replica(Duration keep) {
        Leases leases = new Leases(store, clock);
        return new Replica(leases, new Claims(store, leases, new IdempotencySettings(keep), clock));
    }

    @Test
    void whileOneIsAtWorkAllOthersAreToldSo() {
        assertThat(one.claimed().resumed()).isFalse();

        assertThat(one.claim(REQUEST)).isInstanceOf(Found.Running.class);
        assertThat(two.claim(REQUEST)).isInstanceOf(Found.Running.class);
        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(Found.OtherRequest.class);
        assertThat(two.claim(new KeyedRequest("another", "fingerprint"))).isInstanceOf(Found.Mine.class);
    }

    @Test
    void anAnswerIsGivenToAllOthersWhole() {
        one.claims().answered(one.claimed(), ADDED);

        assertThat(one.claim(REQUEST)).isEqualTo(new Found.Answered(ADDED));
        assertThat(two.claim(REQUEST)).isEqualTo(new Found.Answered(ADDED));
        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(Found.OtherRequest.class);

        KeyedRequest refused = new KeyedRequest("refused", "");
        one.claims().answered((Found.Mine) one.claim(refused), REFUSED);
        assertThat(two.claim(refused)).isEqualTo(new Found.Answered(REFUSED));
    }

    @Test
    void aRequestThatDidNothingLeavesTheKeyToAnyOther() {
        one.claims().released(one.claimed());

        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOfSatisfying(Found.Mine.class, mine -> {
            assertThat(mine.resumed()).isFalse();
        });
    }

    @Test
    void aRequestWhoseEndIsOpenIsGoneOnWithAtOnce() {
        Found.Mine first = one.claimed();
        one.claims().open(first);
        store.renew(List.of(first.owner()), clock.instant().plus(Leases.LENGTH)); // was under way when it ended

        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOf(Found.OtherRequest.class);
        assertThat(two.claimed().resumed()).isTrue();
        assertThat(one.claim(REQUEST)).isInstanceOf(Found.Running.class);
    }

    @Test
    void aLeaseIsRenewedAsLongAsItsRequestIsAtWork() {
        Found.Mine first = one.claimed();
        for (int i = 0; i < 10; i++) {
            passes(Leases.LENGTH.minusMillis(1));
            assertThat(two.claim(REQUEST)).isInstanceOf(Found.Running.class);
            one.leases().renew();
        }
        one.claims().answered(first, ADDED);
        one.leases().renew();
        assertThat(two.claim(REQUEST)).isEqualTo(new Found.Answered(ADDED));
    }

    @Test
    void whenAProcessIsGoneOneOfManyGoesOnWithItsRequest() throws Exception {
        assertThat(one.claimed().resumed()).isFalse();
        passes(Leases.LENGTH);

        List<Found> found = atOnce(32);

        assertThat(found)
                .filteredOn(Found.Mine.class::isInstance)
                .singleElement()
                .satisfies(mine -> assertThat(((Found.Mine) mine).resumed()).isTrue());
        assertThat(found).filteredOn(Found.Running.class::isInstance).hasSize(31);
    }

    @Test
    void ofManyNewOnesOneIsAtWork() throws Exception {
        List<Found> found = atOnce(32);

        assertThat(found).filteredOn(Found.Mine.class::isInstance).hasSize(1);
        assertThat(found).filteredOn(Found.Running.class::isInstance).hasSize(31);
    }

    @Test
    void whoLostItsLeaseChangesNothingAnyMore() {
        Found.Mine slow = one.claimed();
        passes(Leases.LENGTH);
        Found.Mine next = two.claimed();

        one.leases().renew();
        one.claims().released(slow);
        one.claims().open(slow);
        one.claims().answered(slow, REFUSED);
        assertThat(one.claim(REQUEST)).isInstanceOf(Found.Running.class);

        two.claims().answered(next, ADDED);
        one.claims().answered(slow, REFUSED);
        assertThat(one.claim(REQUEST)).isEqualTo(new Found.Answered(ADDED));
    }

    @Test
    void anAnswerIsKeptSoLongAndThenCountsNoMore() {
        one.claims().answered(one.claimed(), ADDED);

        passes(KEEP.minusMillis(1));
        two.claims().purge();
        assertThat(two.claim(REQUEST)).isEqualTo(new Found.Answered(ADDED));

        passes(Duration.ofMillis(1));
        assertThat(two.claim(new KeyedRequest("id", "another"))).isInstanceOfSatisfying(Found.Mine.class, mine -> {
            assertThat(mine.resumed()).isFalse();
        });
    }

    @Test
    void aRequestAtWorkIsNeverOver() {
        Replica forgetful = replica(Duration.ofSeconds(1));
        Found.Mine first = forgetful.claimed();
        passes(Duration.ofSeconds(10));
        forgetful.claims().purge();
        assertThat(two.claim(REQUEST)).isInstanceOf(Found.Running.class);

        forgetful.claims().open(first);
        assertThat(two.claim(REQUEST)).isInstanceOfSatisfying(Found.Mine.class, mine -> {
            assertThat(mine.resumed()).isFalse();
        });
    }

    @Test
    void whatIsOverIsRemovedHoweverMuchThereIs() {
        jdbc.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                        + " INSERT INTO idempotency_claim (id, fingerprint, owner, lease_until, expires_at)"
                        + " SELECT 'old-' || i, '', 'gone', ?, ? FROM n")
                .params(
                        Micros.of(clock.instant().plusSeconds(1)),
                        Micros.of(clock.instant().plusSeconds(1)))
                .update();
        passes(Duration.ofSeconds(1));
        one.claims().answered(one.claimed(), ADDED);

        two.claims().purge();

        assertThat(jdbc.sql("SELECT id FROM idempotency_claim")
                        .query(String.class)
                        .list())
                .containsExactly("id");
    }

    private List<Found> atOnce(int requests) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Found>> found = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < requests; i++) {
                Replica replica = i % 2 == 0 ? one : two;
                found.add(callers.submit(() -> {
                    go.await();
                    return replica.claim(REQUEST);
                }));
            }
            go.countDown();
            List<Found> all = new ArrayList<>();
            for (Future<Found> each : found) {
                all.add(each.get(60, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private void passes(Duration time) {
        clock.advance(time);
    }
}
