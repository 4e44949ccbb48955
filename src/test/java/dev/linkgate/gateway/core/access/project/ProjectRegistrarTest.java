package dev.linkgate.gateway.core.access.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.atlas.credential.Replica;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two replicas that register projects in one database. */
@OnEachDatabase
class ProjectRegistrarTest {

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");

    private final Projects one;
    private final Projects two;

    /** The projects as one replica knows them. */
    private static final class Projects {
        final Snapshots snapshots;
        final ProjectRegistry registry;
        final ProjectRegistrar registrar;

        Projects(DataSource database, Replica credentials) {
            JdbcClient jdbc = JdbcClient.create(database);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
            ProjectStore store = new ProjectStore(jdbc);
            registry = new ProjectRegistry(store, snapshots);
            Access access = new Access(
                    TestAccess.store(jdbc, TestKeys.RING), snapshots, TestAccess.TOKEN, InstantSource.system());
            registrar = new ProjectRegistrar(
                    registry, store, credentials.vault, access, new EndpointApprovals() {}, InstantSource.system());
        }
    }

    ProjectRegistrarTest(TestDatabase kind) {
        DataSource database = kind.asNew(ProjectRegistrarTest.class);
        Replica credentials = new Replica(database, KeyRing.generate());
        credentials.vault.putDigestKey("default", "abcdefgh", Secret.of("hush-4711-hush"));
        one = new Projects(database, credentials);
        two = new Projects(database, credentials);
    }

    @Test
    void otherReplicasSeeABindingAfterTheirPoll() {
        assertThat(two.registry.credentialOf(PROJECT)).isEmpty();

        one.registrar.put(PROJECT, "payments", "default");
        two.snapshots.poll();

        assertThat(two.registry.credentialOf(PROJECT)).contains("default");
    }
}
