package dev.linkgate.gateway.core.atlas.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.kernel.StartRefused;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** Replicas that start with a key in their environments. */
class CredentialImportTest {

    private static final String SECRET = "hush-4711-hush";
    private static final String MASTER_KEY = KeyRing.generate();

    private final DataSource database = TestDatabase.POSTGRESQL.migrated();

    @Test
    void importedKeyIsStoredOnce() {
        try (TestTrail trail = new TestTrail(database);
                TestTrail ofTwo = trail.ofAnotherReplica()) {
            AtlasCredential stored = Replica.digestKey(SECRET).as("default", 1);

            assertThat(started(trail, SECRET).find("default")).contains(stored);
            assertThat(started(ofTwo, SECRET).find("default")).contains(stored);
        }
        assertThat(JdbcClient.create(database)
                        .sql("SELECT phase || ' ' || actor_kind || ' ' || credential FROM audit_record"
                                + " WHERE action = 'credential.put' ORDER BY sequence")
                        .query(String.class)
                        .list())
                .containsExactly("INTENT system default", "OUTCOME system default");
    }

    @Test
    void aReplacedKeyIsANewVersion() {
        try (TestTrail trail = new TestTrail(database)) {
            started(trail, SECRET);
            CredentialVault vault = started(trail, SECRET + "-2");
            assertThat(vault.find("default"))
                    .contains(Replica.digestKey(SECRET + "-2").as("default", 2));
            vault.put("default", Replica.digestKey(SECRET + "-3"), CredentialState.UNVERIFIED);

            assertThat(started(trail, SECRET + "-2").find("default"))
                    .as("the one of the API is newer")
                    .contains(Replica.digestKey(SECRET + "-3").as("default", 3));
        }
    }

    @Test
    void emptyVariablesAreNone() {
        try (TestTrail trail = new TestTrail(database)) {
            assertThat(started(trail, "", "").find("default")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", hush-4711-hush, 'ATLAS_PRIVATE_KEY is set, but ATLAS_PUBLIC_KEY is not'",
        "abcdefgh, , 'ATLAS_PUBLIC_KEY is set, but ATLAS_PRIVATE_KEY is not'",
        "abcdefgh, 'hush-4711-hush\n', ATLAS_PRIVATE_KEY must be one line of visible characters"
    })
    void whatIsNoKeyIsRefusedAndNotShown(@Nullable String publicKey, @Nullable String privateKey, String reason) {
        try (TestTrail trail = new TestTrail(database)) {
            StartRefused refusal =
                    catchThrowableOfType(StartRefused.class, () -> started(trail, publicKey, privateKey));

            assertThat(refusal).hasMessageContaining(reason);
            assertThat(refusal + refusal.action()).doesNotContain("hush");
        }
    }

    private CredentialVault started(TestTrail trail, String privateKey) {
        return started(trail, "abcdefgh", privateKey);
    }

    private CredentialVault started(TestTrail trail, @Nullable String publicKey, @Nullable String privateKey) {
        CredentialVault vault = new Replica(database, MASTER_KEY).vault;
        MockEnvironment environment = new MockEnvironment();
        if (publicKey != null) {
            environment.setProperty("ATLAS_PUBLIC_KEY", publicKey);
        }
        if (privateKey != null) {
            environment.setProperty("ATLAS_PRIVATE_KEY", privateKey);
        }
        new CredentialImport(environment, vault, trail.trail(), new RollbackState()).afterSingletonsInstantiated();
        return vault;
    }
}
