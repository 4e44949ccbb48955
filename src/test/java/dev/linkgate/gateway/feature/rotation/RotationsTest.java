package dev.linkgate.gateway.feature.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.KeySettings;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.web.AddressRange;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys that their teams rotate. */
@OnEachDatabase
class RotationsTest {

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(90);
    private static final KeyBinding BINDING = new KeyBinding(List.of(AddressRange.of("10.0.0.0/8")), null);

    private final ManualClock clock = new ManualClock();
    private final DataSource database;

    @AutoClose
    private final TestTrail trail;

    private final Replica here;
    private final Replica there;

    RotationsTest(TestDatabase kind) {
        database = kind.asNew(RotationsTest.class);
        trail = new TestTrail(database);
        here = new Replica();
        there = new Replica();
        here.access.putTeam("payments", "");
    }

    /** One gateway of several on the same database. */
    private final class Replica {
        final Snapshots snapshots;
        final Access access;
        final AccessPolicy policy;
        final Rotations rotations;

        Replica() {
            this(null);
        }

        Replica(@Nullable Duration maxLife) {
            JdbcClient jdbc = JdbcClient.create(database);
            AccessStore store = TestAccess.store(jdbc, TestKeys.RING);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
            access = new Access(store, snapshots, TestAccess.TOKEN, clock);
            rotations = new Rotations(access, store, trail.reader(), trail.threads(), new KeySettings(maxLife));
            policy = new AccessPolicy(access);
        }

        NewKey rotate(NewKey key, Duration overlap) {
            return rotations
                    .rotate(Principal.team("payments"), key.stored().id(), overlap, trail.size())
                    .made();
        }

        void takeBack(NewKey key) {
            rotations.takeBack(
                    trail.context(), Principal.team("payments"), key.stored().id());
        }

        /** Whether the key is known, and has not expired. */
        boolean accepts(NewKey key) {
            try {
                return access.keys()
                        .recognise(ApiKey.parse(key.key()))
                        .filter(known -> !known.expired(access.now()))
                        .isPresent();
            } catch (ApiKey.MistypedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Nullable
        Instant endOf(NewKey key) {
            return access.snapshot().key(key.stored().id()).orElseThrow().expiresAt();
        }

        boolean mayEdit(NewKey key) {
            return policy.rightTo(Actor.team("payments", key.stored().id()), Role.EDITOR, PROJECT)
                    .continues();
        }
    }

    private NewKey key(Duration life) {
        return here.access.add(here.access.newKey(
                Principal.team("payments"), "ci", clock.instant().plus(life), BINDING, false));
    }

    private NewKey keyWithoutAnEnd() {
        return here.access.add(here.access.newKey(Principal.team("payments"), "ci", null, KeyBinding.NONE, false));
    }

    private static void assertRefused(ProblemCode code, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    @Test
    void theNewKeyLivesNoLongerThanIsAllowedNow() {
        Replica strict = new Replica(LIFE.dividedBy(2));
        for (NewKey old : List.of(key(LIFE), keyWithoutAnEnd())) {
            assertThat(strict.rotate(old, HOUR).stored().expiresAt())
                    .isEqualTo(clock.instant().plus(LIFE.dividedBy(2)));
        }
        assertThat(strict.rotate(key(HOUR), HOUR).stored().expiresAt())
                .isEqualTo(clock.instant().plus(HOUR));
    }

    @Test
    void bothAreValidUntilTheEndOfTheOverlapOnAllReplicas() {
        NewKey old = keyWithoutAnEnd();
        assertThat(there.accepts(old)).isTrue();
        NewKey made = here.rotate(old, HOUR);
        assertThat(there.accepts(made)).as("at once").isTrue();
        there.snapshots.poll();

        clock.advance(HOUR.minusSeconds(1));
        for (Replica replica : List.of(here, there)) {
            assertThat(replica.accepts(old)).isTrue();
        }
        clock.advance(Duration.ofSeconds(1));
        for (Replica replica : List.of(here, there)) {
            assertThat(replica.accepts(old)).isFalse();
            assertThat(replica.accepts(made)).isTrue();
        }
    }

    @Test
    void theOverlapDoesNotProlongAKey() {
        NewKey old = key(Duration.ofMinutes(10));

        here.rotate(old, HOUR);

        assertThat(here.endOf(old)).isEqualTo(old.stored().expiresAt());
    }

    @Test
    void ofRotationsAtOnceOneWins() throws Exception {
        NewKey old = keyWithoutAnEnd();
        List<Callable<NewKey>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Replica replica = i % 2 == 0 ? here : there;
            tries.add(() -> replica.rotate(old, HOUR));
        }
        List<NewKey> made = new ArrayList<>();
        List<ProblemCode> refusals = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tries.size())) {
            for (Future<NewKey> each : threads.invokeAll(tries)) {
                try {
                    made.add(each.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    LinkgateException.class,
                                    refused -> refusals.add(refused.failure().code()));
                }
            }
        }
        assertThat(made).hasSize(1);
        assertThat(refusals).hasSize(3).containsOnly(RotationWords.KEY_ROTATED);
        there.snapshots.poll();
        assertThat(there.access.snapshot().keysOf(Principal.team("payments"))).hasSize(2);
        assertThat(there.accepts(made.getFirst())).isTrue();
    }

    @Test
    void aKeyThatHasEndedIsNotRotated() {
        NewKey expired = key(HOUR);
        NewKey revoked = keyWithoutAnEnd();
        clock.advance(HOUR);
        there.access.revokeKey(Principal.team("payments"), revoked.stored().id());

        assertRefused(ProblemCode.UNAUTHENTICATED, () -> here.rotate(expired, HOUR));
        assertRefused(ProblemCode.UNAUTHENTICATED, () -> here.rotate(revoked, HOUR));
    }

    /** So teams cannot make more and more keys. */
    @Test
    void theNextRotationEndsTheOverlapOfTheOneBefore() {
        NewKey first = keyWithoutAnEnd();
        NewKey other = keyWithoutAnEnd();
        NewKey second = here.rotate(first, HOUR);

        NewKey third = there.accepts(second) ? there.rotate(second, HOUR) : second;

        here.snapshots.poll();
        for (Replica replica : List.of(here, there)) {
            assertThat(replica.accepts(first)).isFalse();
            assertThat(replica.accepts(second)).isTrue();
            assertThat(replica.accepts(third)).isTrue();
            assertThat(replica.accepts(other)).isTrue();
            assertThat(replica.access.snapshot().keysOf(Principal.team("payments")))
                    .hasSize(3);
        }
    }

    /** A thief of a key can rotate it, also while an administrator is about to revoke it. */
    @Test
    void administratorsSeeWhatWasMadeFromAKey() {
        NewKey stolen = keyWithoutAnEnd();
        String id = stolen.stored().id();
        NewKey second = here.rotate(stolen, HOUR);
        assertThat(lineOf(second)).isEqualTo(id);
        here.access.revokeKey(Principal.team("payments"), id);
        assertThat(lineOf(second)).as("after the first one is gone").isEqualTo(id);

        NewKey third = here.rotate(second, HOUR);

        assertThat(lineOf(third)).isEqualTo(id);
        assertThat(lineOf(keyWithoutAnEnd())).isNull();
        assertThatThrownBy(() -> here.access.revokeKey(Principal.team("payments"), id))
                .hasMessageContaining("no key '" + id + "'")
                .hasMessageContaining(second.stored().id())
                .hasMessageContaining(third.stored().id());
    }

    private @Nullable String lineOf(NewKey key) {
        return here.access.snapshot().key(key.stored().id()).orElseThrow().firstId();
    }

    /** Operations ask for the right of the key that they were begun with. */
    @Test
    void whatWasBegunWithTheOldKeyGoesOnWithTheNewOne() {
        here.access.grants().put("payments", PROJECT, Role.EDITOR);
        NewKey old = keyWithoutAnEnd();
        StoredKey admitted = here.access.snapshot().key(old.stored().id()).orElseThrow();
        NewKey made = here.rotate(old, Duration.ZERO);

        assertThat(here.mayEdit(old)).isTrue();
        assertRefused(
                ProblemCode.UNAUTHENTICATED,
                () -> here.access.keys().rightOf(admitted).continues());

        here.access.revokeKey(Principal.team("payments"), made.stored().id());
        assertRefused(ProblemCode.UNAUTHENTICATED, () -> here.mayEdit(old));
    }

    @Test
    void onlyARotationThatStandsIsTakenBack() {
        NewKey old = keyWithoutAnEnd();
        assertRefused(ProblemCode.NOT_FOUND, () -> here.takeBack(old));

        NewKey made = here.rotate(old, HOUR);
        here.access.revokeKey(Principal.team("payments"), made.stored().id());
        assertRefused(ProblemCode.NOT_FOUND, () -> here.takeBack(old));
        assertThat(here.endOf(old))
                .as("what an administrator has revoked does not come back")
                .isNotNull();

        clock.advance(HOUR);
        assertRefused(ProblemCode.UNAUTHENTICATED, () -> here.takeBack(old));
    }
}
