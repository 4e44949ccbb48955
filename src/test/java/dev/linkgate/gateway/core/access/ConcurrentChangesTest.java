package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessSnapshot;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Administrators who change the access at random through three replicas at once, while each replica polls. */
class ConcurrentChangesTest {

    private static final int REPLICAS = 3;
    private static final int ADMINISTRATORS_EACH = 2;
    private static final int ROUNDS = 2;
    private static final int CHANGES_A_ROUND = 30;
    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final List<String> TEAMS = List.of("payments", "ledger", "search");
    private static final List<ProjectId> PROJECTS =
            List.of(new ProjectId("5df264b8f10fab7d2cad2f0a"), new ProjectId("5df264b8f10fab7d2cad2f0b"));

    private static final List<Role> ROLES = List.of(Role.values());

    private final Queue<StoredKey> created = new ConcurrentLinkedQueue<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    private static final class Replica {
        final JdbcClient jdbc;
        final TransactionTemplate transactions;
        final Snapshots snapshots;
        final Access access;

        Replica(DataSource database) {
            jdbc = JdbcClient.create(database);
            transactions = new TransactionTemplate(new JdbcTransactionManager(database));
            snapshots = new Snapshots(jdbc, transactions);
            access = new Access(TestAccess.store(jdbc, TestKeys.RING), snapshots, TestAccess.TOKEN, () -> NOW);
        }

        boolean knows(String key) {
            return access.snapshot().key(key).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReplicaEndsWithWhatIsStored(TestDatabase kind) throws Exception {
        DataSource database = kind.migrated();
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new Replica(database));
        }
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            runRound(replicas, random);
            AccessSnapshot stored =
                    TestAccess.store(JdbcClient.create(database), TestKeys.RING).load();
            for (Replica replica : replicas) {
                replica.snapshots.poll();
                assertThat(replica.access.snapshot()).isEqualTo(stored);
            }
            assertThat(stored.keys().keySet()).doesNotContainAnyElementsOf(revoked);
        }
        assertThat(revoked).isNotEmpty();
    }

    private void runRound(List<Replica> replicas, Random random) throws Exception {
        AtomicBoolean changing = new AtomicBoolean(true);
        List<Future<?>> administrators = new ArrayList<>();
        List<Future<?>> pollers = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Replica replica : replicas) {
                for (int i = 0; i < ADMINISTRATORS_EACH; i++) {
                    Random own = new Random(random.nextLong());
                    administrators.add(threads.submit(() -> {
                        for (int n = 0; n < CHANGES_A_ROUND; n++) {
                            change(replica, own);
                        }
                    }));
                }
                pollers.add(threads.submit(() -> {
                    while (changing.get()) {
                        Set<String> dead = Set.copyOf(revoked);
                        replica.snapshots.poll();
                        assertThat(dead).noneMatch(replica::knows);
                    }
                }));
            }
            try {
                for (Future<?> administrator : administrators) {
                    administrator.get();
                }
            } finally {
                changing.set(false);
            }
            for (Future<?> poller : pollers) {
                poller.get();
            }
        }
    }

    private void change(Replica replica, Random random) {
        String team = TEAMS.get(random.nextInt(TEAMS.size()));
        ProjectId project = PROJECTS.get(random.nextInt(PROJECTS.size()));
        Role role = ROLES.get(random.nextInt(ROLES.size()));
        try {
            switch (random.nextInt(18)) {
                case 0, 1, 2, 3 -> replica.access.putTeam(team, "description " + random.nextInt(3));
                case 4 -> replica.access.remove(Principal.team(team));
                case 5, 6, 7, 8, 9 ->
                    created.add(replica.access
                            .add(replica.access.newKey(Principal.team(team), "ci", null, KeyBinding.NONE, false))
                            .stored());
                case 10, 11, 12 -> revokeOne(replica);
                case 13, 14, 15 -> replica.access.grants().put(team, project, role);
                case 16 -> replica.access.grants().remove(team, project);
                default -> replica.access.grants().endOn(project);
            }
        } catch (LinkgateException e) {
            assertThat(e.failure().code().code()).endsWith("not-found");
        } catch (CannotCreateTransactionException e) {
            // On a busy machine the writers before it took too long, so nothing was changed.
        }
    }

    private void revokeOne(Replica replica) {
        StoredKey key = created.poll();
        if (key != null) {
            replica.access.revokeKey(key.owner(), key.id());
            assertThat(replica.knows(key.id())).isFalse();
            revoked.add(key.id());
        }
    }
}
