package dev.linkgate.gateway.core.access.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
class AdministratorsTest {

    private static final String TOKEN = "the-token-of-the-administrator";
    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");

    private final DataSource database;
    private final Replica here;
    private final Replica there;

    @TempDir
    Path directory;

    AdministratorsTest(TestDatabase kind) {
        database = kind.asNew(AdministratorsTest.class);
        here = new Replica(database, true);
        there = new Replica(database, true);
    }

    /** One gateway of several on the same database. */
    private static final class Replica {
        final ManualClock clock = new ManualClock();
        final Snapshots snapshots;
        final Access access;
        final AccessPolicy policy;

        Replica(DataSource database, boolean token) {
            JdbcClient jdbc = JdbcClient.create(database);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
            access = new Access(
                    TestAccess.store(jdbc, TestKeys.RING),
                    snapshots,
                    new AdminToken(TOKEN, token, "jdbc:sqlite:", new DataDirectory(Path.of("unused"))),
                    () -> NOW);
            policy = new AccessPolicy(access);
        }

        StoredKey has(String name, AdminScope... scopes) {
            access.putAdministrator(name, "", new TreeSet<>(Arrays.asList(scopes)));
            return key(Principal.administrator(name), null);
        }

        StoredKey key(Principal owner, @Nullable Instant expiresAt) {
            return access.add(access.newKey(owner, "laptop", expiresAt, KeyBinding.NONE, false))
                    .stored();
        }

        boolean allows(StoredKey key, AdminScope scope) {
            return allows(actor(key), scope);
        }

        boolean allows(Actor actor, AdminScope scope) {
            try {
                policy.requireScope(actor, Set.of(scope));
                return true;
            } catch (LinkgateException e) {
                return false;
            }
        }
    }

    private static Actor actor(StoredKey key) {
        return Actor.administrator(key.owner().name(), key.id(), false);
    }

    /** Whatever names both have. */
    @Test
    void aKeyOpensNothingAsOneOfTheOtherKind() {
        here.access.putTeam("ada", "");
        here.access.grants().put("ada", PROJECT, Role.OWNER);
        here.access.putAdministrator("ada", "", new TreeSet<>(List.of(AdminScope.ALL)));
        StoredKey teams = here.key(Principal.team("ada"), null);
        StoredKey administrators = here.key(Principal.administrator("ada"), null);

        assertThat(here.access.actorOf(teams)).isEqualTo(Actor.team("ada", teams.id()));
        assertThat(here.access.actorOf(administrators))
                .isEqualTo(Actor.administrator("ada", administrators.id(), true));
        Actor asAdministrator = Actor.administrator("ada", teams.id(), true);
        Actor asTeam = Actor.team("ada", administrators.id());
        assertThat(here.policy.rightTo(asAdministrator, AdminScope.AUDITOR).state())
                .isInstanceOf(Right.Ended.class);
        assertThat(here.policy.rightTo(asTeam, Role.VIEWER, PROJECT).state()).isInstanceOf(Right.Ended.class);
        assertThatThrownBy(() -> here.access.revokeKey(Principal.team("ada"), administrators.id()))
                .hasMessageContaining("not-found");
    }

    @Test
    void theKeysOfARemovedAdministratorGoToo() {
        StoredKey key = here.has("ada", AdminScope.ALL);

        here.access.remove(Principal.administrator("ada"));
        here.access.putAdministrator("ada", "another one of the same name", new TreeSet<>(List.of(AdminScope.ALL)));

        assertThat(here.access.snapshot().keysOf(Principal.administrator("ada")))
                .isEmpty();
        assertThat(here.access
                        .keys()
                        .rightOf(Principal.Kind.ADMINISTRATOR, key.id())
                        .state())
                .isInstanceOf(Right.Ended.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE administrator SET scopes = 'auditor,oracle' WHERE name = 'odd'",
                "UPDATE api_key SET networks = 'everywhere' WHERE administrator = 'odd'"
            })
    void aRowThatCannotBeReadIsNoneAndRevocationsWork(String change) {
        StoredKey odd = here.has("odd", AdminScope.AUDITOR);
        StoredKey ada = here.has("ada", AdminScope.AUDITOR);
        assertThat(there.allows(odd, AdminScope.AUDITOR)).isTrue();
        JdbcClient.create(database).sql(change).update();

        here.access.revokeKey(Principal.administrator("ada"), ada.id());
        there.snapshots.poll();

        for (Replica replica : List.of(here, there)) {
            assertThat(replica.access
                            .keys()
                            .rightOf(Principal.Kind.ADMINISTRATOR, ada.id())
                            .state())
                    .isInstanceOf(Right.Ended.class);
            assertThatThrownBy(() -> replica.policy
                            .rightTo(actor(odd), AdminScope.AUDITOR)
                            .require())
                    .isInstanceOf(LinkgateException.class);
        }
    }

    @Test
    void withoutTheTokenTheLastWayInStays() {
        StoredKey last = here.has("ada", AdminScope.ALL);
        here.has("bob", AdminScope.AUDITOR, AdminScope.OPERATOR, AdminScope.ACCESS);
        StoredKey expired = here.key(Principal.administrator("ada"), NOW);
        Replica closed = new Replica(database, false);

        for (Runnable change : List.<Runnable>of(
                () -> closed.access.revokeKey(Principal.administrator("ada"), last.id()),
                () -> closed.access.remove(Principal.administrator("ada")),
                () -> closed.access.putAdministrator("ada", "", new TreeSet<>(List.of(AdminScope.ACCESS))))) {
            assertThatThrownBy(change::run)
                    .isInstanceOfSatisfying(
                            LinkgateException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.LAST_ADMINISTRATOR));
        }
        there.snapshots.poll();
        assertThat(there.allows(last, AdminScope.ALL)).isTrue();
        assertThat(there.access
                        .keys()
                        .rightOf(Principal.Kind.ADMINISTRATOR, last.id())
                        .state())
                .isInstanceOf(Right.Held.class);

        closed.access.revokeKey(Principal.administrator("ada"), expired.id());
        closed.access.putAdministrator("ada", "the description may change", new TreeSet<>(List.of(AdminScope.ALL)));
        closed.has("eve", AdminScope.ALL);
        closed.access.remove(Principal.administrator("ada"));
        assertThat(closed.access.administrators())
                .extracting(Administrator::name)
                .containsExactly("bob", "eve");
    }

    /** Each of the two would leave the other one's. */
    @Test
    void twoReplicasDoNotRemoveTheLastTwoWaysInAtOnce() throws Exception {
        here.has("ada", AdminScope.ALL);
        here.has("eve", AdminScope.ALL);
        Replica one = new Replica(database, false);
        Replica other = new Replica(database, false);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Boolean> removed;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> removals = Stream.of(
                            threads.submit(() -> removes(one, "ada", together)),
                            threads.submit(() -> removes(other, "eve", together)))
                    .toList();
            removed = List.of(removals.get(0).get(), removals.get(1).get());
        }

        assertThat(removed).containsExactlyInAnyOrder(true, false);
        here.snapshots.poll();
        assertThat(here.access.snapshot().hasWayIn(NOW)).isTrue();
    }

    private static boolean removes(Replica replica, String name, CyclicBarrier together) throws Exception {
        replica.access.administrators();
        together.await();
        try {
            replica.access.remove(Principal.administrator(name));
            return true;
        } catch (LinkgateException e) {
            return false;
        }
    }

    @Test
    void theTokenIsTurnedOffOnlyWithAnotherWayIn() {
        assertThatCode(() -> new Replica(database, true).access.afterSingletonsInstantiated())
                .doesNotThrowAnyException();
        assertRefused();
        here.has("ada", AdminScope.AUDITOR, AdminScope.OPERATOR, AdminScope.ACCESS);
        assertRefused();
        here.access.putAdministrator("eve", "", new TreeSet<>(List.of(AdminScope.ALL)));
        here.key(Principal.administrator("eve"), NOW);
        assertRefused();
        here.key(Principal.administrator("eve"), NOW.plusMillis(1));
        assertThatCode(() -> new Replica(database, false).access.afterSingletonsInstantiated())
                .doesNotThrowAnyException();
    }

    private void assertRefused() {
        StartRefused refusal = catchThrowableOfType(
                StartRefused.class, () -> new Replica(database, false).access.afterSingletonsInstantiated());
        assertThat(refusal).hasMessageContaining("linkgate.admin-token-enabled");
        assertThat(refusal.action()).contains("LINKGATE_ADMIN_TOKEN_ENABLED=true");
    }
}
