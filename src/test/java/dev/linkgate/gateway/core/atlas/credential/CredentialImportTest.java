package dev.linkgate.gateway.core.atlas.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** Replicas that start with the same key in their environments; {@link StartTest} has a start with another one. */
class CredentialImportTest {

    private static final String SECRET = "hush-4711-hush";
    private static final String MASTER_KEY = KeyRing.generate();

    private final DataSource database = TestDatabase.POSTGRESQL.migrated();

    @Test
    void importedKeyIsStoredOnce() {
        try (TestTrail trail = new TestTrail(database);
                TestTrail ofTwo = trail.ofAnotherReplica()) {
            AtlasCredential stored = Replica.digestKey(SECRET).as("default", 1);

            assertThat(started(trail).find("default")).contains(stored);
            assertThat(started(ofTwo).find("default")).contains(stored);
        }
        assertThat(JdbcClient.create(database)
                        .sql("SELECT phase || ' ' || actor_kind || ' ' || credential FROM audit_record"
                                + " WHERE action = 'credential.put' ORDER BY sequence")
                        .query(String.class)
                        .list())
                .containsExactly("INTENT system default", "OUTCOME system default");
    }

    private CredentialVault started(TestTrail trail) {
        CredentialVault vault = new Replica(database, MASTER_KEY).vault;
        MockEnvironment environment = new MockEnvironment()
                .withProperty("ATLAS_PUBLIC_KEY", "abcdefgh")
                .withProperty("ATLAS_PRIVATE_KEY", SECRET);
        new CredentialImport(environment, vault, trail.trail(), new RollbackState()).afterSingletonsInstantiated();
        return vault;
    }
}
