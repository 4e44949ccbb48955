package dev.linkgate.gateway.core.access.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
@ResourceLock(Resources.SYSTEM_OUT)
class AccessTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final ProjectId OTHER_PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0b");

    private final DataSource database;
    private final JdbcClient jdbc;
    private final Replica here;
    private final Replica there;

    AccessTest(TestDatabase kind) {
        database = kind.asNew(AccessTest.class);
        jdbc = JdbcClient.create(database);
        here = new Replica(database);
        there = new Replica(database);
    }

    /** One gateway of several on the same database. */
    private static final class Replica {
        final ManualClock clock = new ManualClock();
        Instant now = NOW;
        final Snapshots snapshots;
        final Access access;
        final AccessPolicy policy;

        Replica(DataSource database) {
            JdbcClient jdbc = JdbcClient.create(database);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
            access = new Access(TestAccess.store(jdbc, TestKeys.RING), snapshots, TestAccess.TOKEN, () -> now);
            policy = new AccessPolicy(access);
        }

        /** Whether the replica knows a key, without looking for changes first. */
        boolean has(NewKey key) {
            return access.keys().withId(key.stored().id()).isPresent();
        }

        boolean knows(Secret key) throws ApiKey.MistypedException {
            return access.keys().recognise(ApiKey.parse(key)).isPresent();
        }

        boolean allows(String team, Role role, ProjectId project) {
            return policy.allows(Actor.team(team, "key"), role, project);
        }
    }

    /** Counts a change, as a replica of any version does. */
    private void changed(String topic) {
        jdbc.sql("INSERT INTO change_counter (topic, number) VALUES (?, 1)"
                        + " ON CONFLICT (topic) DO UPDATE SET number = change_counter.number + 1")
                .param(topic)
                .update();
    }

    /** To look for it also hides whether there is a key with this id. */
    @Test
    void keyThatReplacedOneOfTheSameIdIsKnownElsewhereAtOnce() throws Exception {
        here.access.putTeam("payments", "");
        NewKey first = here.access.add(here.access.givenKey("payments", "ci", null, keyOfOneId(), false));
        assertThat(there.knows(first.key())).isTrue();

        here.access.revokeKey(Principal.team("payments"), first.stored().id());
        NewKey second = here.access.add(here.access.givenKey("payments", "ci", null, keyOfOneId(), false));

        assertThat(second.stored().id()).isEqualTo(first.stored().id());
        assertThat(there.knows(second.key())).isTrue();
        assertThat(there.knows(first.key())).isFalse();
    }

    /** This also holds if that team is read again before the one that had the key. */
    @Test
    void keyWhoseIdAnotherTeamHasByNowIsThatTeams() throws Exception {
        here.access.putTeam("payments", "");
        here.access.putTeam("ledger", "");
        NewKey first = here.access.add(here.access.givenKey("payments", "ci", null, keyOfOneId(), false));
        assertThat(there.knows(first.key())).isTrue();

        here.access.putTeam("ledger", "is changed first");
        here.access.revokeKey(Principal.team("payments"), first.stored().id());
        NewKey second = here.access.add(here.access.givenKey("ledger", "ci", null, keyOfOneId(), false));
        there.snapshots.poll();

        assertThat(there.access.snapshot().keysOf(Principal.team("payments"))).isEmpty();
        assertThat(there.access.keys().withId(first.stored().id()).map(StoredKey::owner))
                .contains(Principal.team("ledger"));
        assertThat(there.knows(second.key())).isTrue();
        assertThat(there.knows(first.key())).isFalse();
    }

    /** The first digits are the id. */
    private static Secret keyOfOneId() {
        return ApiKey.generate(Principal.Kind.TEAM, new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private int digits;

            @Override
            public int nextInt(int bound) {
                return digits++ < 12 ? 7 : super.nextInt(bound);
            }
        });
    }

    @Test
    void otherReplicasSeeNewKeysAtOnceAndRevokedOnesAfterTheirPoll() throws Exception {
        here.access.putTeam("payments", "");
        NewKey made =
                here.access.add(here.access.newKey(Principal.team("payments"), "ci", null, KeyBinding.NONE, false));
        assertThat(there.knows(made.key())).isTrue();

        here.access.revokeKey(Principal.team("payments"), made.stored().id());

        assertThat(here.knows(made.key())).isFalse();
        assertThat(there.knows(made.key())).as("not polled yet").isTrue();
        there.snapshots.poll();
        assertThat(there.knows(made.key())).isFalse();
    }

    @Test
    void forgottenProjectHasNoGrants() {
        here.access.putTeam("payments", "");
        here.access.putTeam("ledger", "");
        here.access.grants().put("payments", PROJECT, Role.OWNER);
        here.access.grants().put("ledger", PROJECT, Role.VIEWER);
        here.access.grants().put("ledger", OTHER_PROJECT, Role.VIEWER);

        ProjectRules unused = here.access.grants().endOn(PROJECT);

        assertThat(here.allows("payments", Role.VIEWER, PROJECT)).isFalse();
        assertThat(here.allows("ledger", Role.VIEWER, PROJECT)).isFalse();
        assertThat(here.allows("ledger", Role.VIEWER, OTHER_PROJECT)).isTrue();
    }

    /** A replica that cannot see other replicas' changes must not assume that nothing has changed. */
    @Test
    void recheckFailsWithoutTheDatabase() {
        here.access.putTeam("payments", "");
        here.access.grants().put("payments", PROJECT, Role.VIEWER);
        Right right = here.policy.rightTo(Actor.jwt("payments", "somebody"), Role.VIEWER, PROJECT);
        Right administrators = here.policy.rightTo(Actor.ADMINISTRATOR, Role.VIEWER, PROJECT);
        assertThat(right.continues()).isTrue();

        here.clock.advance(Duration.ofSeconds(5));
        assertThat(right.continues()).isFalse();
        assertThat(administrators.continues()).as("is not stored").isTrue();

        here.snapshots.poll();
        assertThat(right.continues()).isTrue();
    }

    /** Written by a later version in a rolling update, or by hand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE api_key SET networks = 'everywhere' WHERE label = 'odd'",
                "UPDATE api_key SET networks = '' WHERE label = 'odd'",
                "UPDATE api_key SET networks = ',' WHERE label = 'odd'",
                "UPDATE api_key SET networks = '10.0.0.0/8,country:de' WHERE label = 'odd'",
                "UPDATE api_key SET certificate = 'sha3:00' WHERE label = 'odd'",
                "UPDATE project_grant SET role = 'superowner' WHERE project_id LIKE '%b'",
                "UPDATE project_grant SET project_id = 'a later form' WHERE project_id LIKE '%b'"
            })
    @CapturesOutput
    void aRowThatCannotBeReadIsNoneAndRevocationsWork(String change, CapturedOutput output) throws Exception {
        here.access.putTeam("payments", "");
        here.access.grants().put("payments", PROJECT, Role.OWNER);
        here.access.grants().put("payments", OTHER_PROJECT, Role.OWNER);
        NewKey odd =
                here.access.add(here.access.newKey(Principal.team("payments"), "odd", null, KeyBinding.NONE, false));
        NewKey good =
                here.access.add(here.access.newKey(Principal.team("payments"), "good", null, KeyBinding.NONE, false));
        assertThat(jdbc.sql(change).update()).isEqualTo(1);
        changed("access");
        Replica late = new Replica(database);
        assertThat(late.knows(good.key())).isTrue();
        there.snapshots.poll();

        here.access.revokeKey(Principal.team("payments"), good.stored().id());
        here.access.grants().put("payments", PROJECT, Role.VIEWER);

        for (Replica replica : List.of(here, there, late)) {
            replica.snapshots.poll();
            assertThat(replica.has(good)).isFalse();
            assertThat(replica.allows("payments", Role.EDITOR, PROJECT)).isFalse();
            assertThat(replica.allows("payments", Role.VIEWER, PROJECT)).isTrue();
            assertThat(replica.has(odd) && replica.allows("payments", Role.VIEWER, OTHER_PROJECT))
                    .isFalse();
            assertThat(replica.access.keys().isCurrent()).isTrue();
        }
        String table = change.split(" ", -1)[1];
        String row = table.equals("api_key")
                ? "id = " + odd.stored().id()
                : "team,project_id = payments," + (change.contains("later form") ? "a later form" : OTHER_PROJECT);
        assertThat(output.getAll().split("row of the table " + table + " cannot be read and has no effect: " + row, -1))
                .as("once a replica")
                .hasSize(4);
    }

    /** The database answers, but its content cannot be read. */
    @Test
    void withoutReadableAccessDataCallersAreRefused() {
        here.access.putTeam("payments", "");
        here.access.grants().put("payments", PROJECT, Role.OWNER);
        RequestContext caller = request(Actor.jwt("payments", "somebody"), Right.PERMANENT);
        Right right = here.policy.rightTo(caller.actor(), Role.OWNER, PROJECT);
        jdbc.sql("ALTER TABLE project_grant RENAME TO elsewhere").update();
        changed("access");

        here.clock.advance(Duration.ofSeconds(4));
        here.snapshots.poll();
        here.policy.confirm(caller);
        assertThat(right.continues())
                .as("four seconds after the last check that succeeded")
                .isTrue();

        here.clock.advance(Duration.ofSeconds(1));
        here.snapshots.poll();
        assertThatThrownBy(() -> here.policy.confirm(caller)).hasMessageContaining("access-unconfirmed");
        assertThatThrownBy(right::require).hasMessageContaining("access-unconfirmed");
        here.policy.confirm(request(Actor.ADMINISTRATOR, Right.PERMANENT));

        jdbc.sql("ALTER TABLE elsewhere RENAME TO project_grant").update();
        here.policy.confirm(caller);
        right.require();
    }

    private static RequestContext request(Actor actor, Right identity) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(actor, identity);
        return context;
    }

    /** The whole process stands still, and nothing has polled yet when it goes on. */
    @Test
    void whoWasIdentifiedBeforeAPauseIsAskedAgain() throws Exception {
        here.access.putTeam("payments", "");
        NewKey key =
                here.access.add(here.access.newKey(Principal.team("payments"), "ci", null, KeyBinding.NONE, false));
        there.access.keys().catchUp();
        StoredKey known = there.access.keys().recognise(ApiKey.parse(key.key())).orElseThrow();
        RequestContext caller =
                request(there.access.actorOf(known), there.access.keys().rightOf(known));
        there.policy.confirm(caller);

        here.access.revokeKey(Principal.team("payments"), known.id());
        there.clock.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> there.policy.confirm(caller)).hasMessageContaining("unauthenticated");
    }

    /** What says who it is need not be a key; an access token is read from another snapshot. */
    @Test
    void whatIdentifiesACallerIsReadAgainAfterAPause() {
        Snapshot<String> credentials = there.snapshots.of("credentials", () -> "valid");
        RequestContext caller = request(
                Actor.team("payments", "key"),
                Right.stored(credentials::isCurrent, credentials::confirm, Right.Held::new)
                        .and(Right.PERMANENT));
        there.snapshots.poll();
        there.policy.confirm(caller);

        there.clock.advance(Duration.ofSeconds(5));

        there.policy.confirm(caller);
        assertThat(credentials.isCurrent()).isTrue();
    }

    /** Two replicas, one with a stale view of the team. */
    @Test
    void aTeamIsAsOldAsTheDatabaseSays() {
        here.access.putTeam("payments", "one");
        assertThat(there.access.team("payments").createdAt()).isEqualTo(NOW);
        here.access.remove(Principal.team("payments"));
        there.now = NOW.plusSeconds(60);

        assertThat(there.access.putTeam("payments", "another").now().createdAt())
                .isEqualTo(NOW.plusSeconds(60));
    }
}
