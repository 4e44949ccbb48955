package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.DigestVerifier;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.key.VerifierCipher;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.digest.VerifierSecrets;
import dev.linkgate.gateway.feature.masterkeys.MasterKey;
import dev.linkgate.gateway.feature.masterkeys.MasterKeys;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys made for Digest, whose verifiers are encrypted. */
@OnEachDatabase
@ResourceLock(Resources.SYSTEM_OUT)
class DigestKeysTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();

    private final DataSource database;
    private final JdbcClient jdbc;

    @AutoClose
    private final TestTrail trail;

    private final ManualClock clock = new ManualClock();
    private final Replica here;

    DigestKeysTest(TestDatabase kind) {
        database = kind.asNew(DigestKeysTest.class);
        jdbc = JdbcClient.create(database);
        trail = new TestTrail(kind);
        here = new Replica(OLD);
        here.access.putTeam("payments", "");
    }

    /** A gateway with these master keys on the database. */
    private final class Replica {
        final KeyRing keys;
        final Snapshots snapshots =
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
        final AccessStore store;
        final Access access;
        final VerifierSecrets secrets;
        final MasterKeys masterKeys;

        Replica(String... masterKeys) {
            keys = TestKeys.ring(masterKeys);
            store = new AccessStore(jdbc, keys, TestSeals.on(jdbc, TestKeys.RING));
            access = new Access(store, snapshots, TestAccess.TOKEN, clock);
            secrets = new VerifierSecrets(store, access);
            this.masterKeys = TestKeys.masterKeys(secrets, keys, trail.trail());
        }

        NewKey make(boolean digest) {
            return access.add(access.newKey(Principal.team("payments"), "ci", null, KeyBinding.NONE, digest));
        }

        StoredKey key(String id) {
            return access.snapshot().key(id).orElseThrow();
        }

        Optional<DigestVerifier> verifier(String id) {
            return key(id).digest().usable();
        }

        void start() {
            masterKeys.afterSingletonsInstantiated();
        }
    }

    private String stored(String id) {
        return jdbc.sql("SELECT digest FROM api_key WHERE id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static String id(String masterKey) {
        return TestKeys.ring(masterKey).currentId();
    }

    @Test
    @CapturesOutput
    void verifierOfOneKeyIsNoneOfAnother(CapturedOutput output) {
        String one = here.make(true).stored().id();
        NewKey other = here.make(true);
        jdbc.sql("UPDATE api_key SET digest = ? WHERE id = ?")
                .params(stored(one), other.stored().id())
                .update();

        Replica fresh = new Replica(OLD);

        assertThat(fresh.verifier(other.stored().id())).isEmpty();
        assertThat(fresh.secrets.unreadable()).isEqualTo(1);
        fresh.make(false);
        String said = "The stored verifier of the API key " + other.stored().id() + " cannot be decrypted";
        assertThat(output.getAll().split(said, -1))
                .as("once, however often the team is changed")
                .hasSize(2);
        Assertions.assertThatCode(() -> assertThat(fresh.access.keys().recognise(ApiKey.parse(other.key())))
                        .as("it works as a bearer token")
                        .isPresent())
                .doesNotThrowAnyException();
    }

    @Test
    void aStartEncryptsVerifiersAgain() {
        NewKey made = here.make(true);
        String id = made.stored().id();
        Replica rotated = new Replica(NEW, OLD);
        assertThat(rotated.masterKeys.all())
                .containsExactly(new MasterKey(id(NEW), true, true, 0), new MasterKey(id(OLD), false, true, 1));
        assertThat(rotated.secrets.underOtherKeys()).isEqualTo(1);

        rotated.start();

        assertThat(rotated.masterKeys.all())
                .containsExactly(new MasterKey(id(NEW), true, true, 1), new MasterKey(id(OLD), false, true, 0));
        assertThat(rotated.secrets.underOtherKeys()).isZero();
        assertThat(new Replica(NEW).verifier(id).orElseThrow().text())
                .isEqualTo(DigestVerifier.of(id, made.key()).text());
        assertThat(trail.records())
                .contains("INTENT credential.re-encrypt", "OUTCOME credential.re-encrypt SUCCEEDED 200");
    }

    @Test
    void runningReplicaWithoutTheNewKeySurvivesTheRotation() {
        String id = here.make(true).stored().id();
        new Replica(NEW, OLD).start();

        here.snapshots.poll();
        assertThat(here.key(id).digest().ciphertext()).isEqualTo(stored(id));
        assertThat(here.verifier(id)).isPresent();

        jdbc.sql("UPDATE change_counter SET number = number + 1").update();
        here.snapshots.poll();
        assertThat(here.verifier(id)).as("when all is read again").isPresent();
    }

    @Test
    void replacedVerifierIsNotOverwritten() {
        String id = here.make(true).stored().id();

        here.secrets.replace(Map.of(VerifierCipher.encrypted(id, "other"), "late"));

        assertThat(stored(id)).isNotEqualTo("late");
    }

    @Test
    void startWithoutItsMasterKeyIsRefused() {
        String id = here.make(true).stored().id();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new Replica(NEW))
                .withMessageContaining("It encrypts the verifier of the API key " + id);
    }

    @Test
    void aKeyWhoseVerifierIsGivenUpIsABearerTokenOnly() {
        String id = here.make(true).stored().id();
        String other = here.make(true).stored().id();
        List<EncryptedSecret> lost = here.secrets.secrets().stream()
                .filter(secret -> secret.name().equals(id))
                .toList();

        here.secrets.giveUp(lost);

        assertThat(here.key(id).digest().exists()).isFalse();
        assertThat(here.secrets.unreadable()).isZero();
        assertThat(here.verifier(other)).isPresent();
        assertThat(new Replica(OLD).key(id).digest().exists()).isFalse();
    }
}
