package dev.linkgate.gateway.core.atlas.credential;

import static dev.linkgate.gateway.core.atlas.credential.Replica.digestKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.CapturesOutput;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.MasterKey;
import dev.linkgate.gateway.feature.masterkeys.MasterKeys;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;

@OnEachDatabase
@ResourceLock(Resources.SYSTEM_OUT)
class KeyRotationTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();

    private final DataSource database;
    private final Replica before;

    @AutoClose
    private final TestTrail trail;

    KeyRotationTest(TestDatabase kind) {
        database = kind.migrated();
        trail = new TestTrail(kind);
        before = new Replica(database, OLD);
        before.put("default", digestKey("one"));
        before.put("payments", digestKey("two"));
        before.put(
                "gov",
                new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("three"), Replica.GOVERNMENT, null));
        before.vault.report(before.credential("payments"), CredentialState.OK);
    }

    @Test
    void aStartWithTheSameKeyRewritesNothing() {
        start(new Replica(database, OLD + "," + NEW));

        assertThat(trail.records()).isEmpty();
    }

    @Test
    void theNumbersSayWhenAKeyCanGo() {
        String old = idOf(OLD);
        String fresh = idOf(NEW);
        MasterKeys ofBefore = keysOf(before);
        Replica rotated = new Replica(database, NEW + "," + OLD);
        assertThat(keysOf(rotated).all())
                .containsExactly(new MasterKey(fresh, true, true, 0), new MasterKey(old, false, true, 3));
        assertThat(rotated.vault.underOtherKeys()).isEqualTo(3);

        start(rotated);

        assertThat(keysOf(rotated).all())
                .containsExactly(new MasterKey(fresh, true, true, 3), new MasterKey(old, false, true, 0));
        assertThat(rotated.vault.underOtherKeys()).isZero();
        assertThat(ofBefore.all())
                .containsExactly(new MasterKey(old, true, true, 0), new MasterKey(fresh, false, false, 3));
    }

    @Test
    @CapturesOutput
    void theLogAndTheTrailTellIt(CapturedOutput output) {
        start(new Replica(database, NEW + "," + OLD));

        assertThat(trail.records())
                .containsExactly("INTENT credential.re-encrypt", "OUTCOME credential.re-encrypt SUCCEEDED 200");
        assertThat(output.getAll())
                .contains("3 stored secrets are encrypted anew, with the master key " + idOf(NEW) + " instead of ["
                        + idOf(OLD) + "]")
                .contains("No stored secret needs the master keys [" + idOf(OLD) + "] any more");
    }

    @Test
    @CapturesOutput
    void withoutARecordNothingIsReencrypted(CapturedOutput output) {
        List<CredentialRow> rows = before.store.all();
        trail.fails();

        start(new Replica(database, NEW + "," + OLD));

        assertThat(before.store.all()).isEqualTo(rows);
        assertThat(output.getAll()).contains("still need the master keys [" + idOf(OLD) + "]");
    }

    @Test
    void runningReplicaSurvivesTheRotation() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        start(rotated);
        rotated.vault.report(rotated.credential("default"), CredentialState.SUSPECT);

        before.poll();

        assertThat(before.view("default").state()).isEqualTo(CredentialState.SUSPECT);
        assertThat(before.credential("default")).isEqualTo(digestKey("one").as("default", 1));
    }

    /** The other start was killed in the middle, or happens at the same time on another replica. */
    @Test
    void aStartGoesOnWithWhatAnotherOneHasBegun() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        CredentialRow first = before.store.find("default").orElseThrow();
        rotated.store.reencrypt(first.encrypted(), rotated.keys.encrypt("default", Secret.of("one")));

        start(rotated);

        start(new Replica(database, NEW));
    }

    @Test
    @CapturesOutput
    void secretThatCannotBeReadIsNamedAndStaysAndTheOthersAreReencrypted(CapturedOutput output) {
        CredentialRow other = before.store.find("payments").orElseThrow();
        before.store.reencrypt(before.store.find("default").orElseThrow().encrypted(), other.ciphertext());
        Replica rotated = new Replica(database, NEW + "," + OLD);

        start(rotated);

        assertThat(output.getAll()).contains("The stored credential default cannot be decrypted: ");
        assertThat(before.store.find("default").orElseThrow().ciphertext()).isEqualTo(other.ciphertext());
        assertThat(keysOf(rotated).all())
                .containsExactly(new MasterKey(idOf(NEW), true, true, 2), new MasterKey(idOf(OLD), false, true, 1));
    }

    @Test
    void startWithoutTheKeyIsRefused() {
        new Replica(database, NEW).put("billing", digestKey("three"));
        List<CredentialRow> rows = before.store.all();
        String third = KeyRing.generate();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(new Replica(database, third + "," + NEW)))
                .withMessageContaining("The master key of the id " + idOf(OLD) + " is missing")
                .withMessageContaining("It encrypts the credential default, ")
                .withMessageContaining("the credential payments")
                .withMessageNotContaining("billing")
                .withNoCause();
        assertThat(before.store.all()).isEqualTo(rows);
    }

    @Test
    void whatALostKeyEncryptsIsGivenUp() {
        before.jdbc
                .sql("INSERT INTO project (project_id, name, credential, created_at, updated_at)"
                        + " VALUES ('5df264b8f10fab7d2cad2f0c', 'payments', 'payments', 0, 0)")
                .update();
        Replica fresh = new Replica(database, NEW);
        assertThat(refusalOf(fresh).action()).contains("java -jar linkgate.jar reseal");

        fresh.vault.giveUp(fresh.vault.secrets());

        start(fresh);
        assertThat(fresh.vault.unreadable()).isEqualTo(3);
        assertThat(fresh.vault.underOtherKeys()).isZero();
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> fresh.vault.find("payments"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.NO_CREDENTIAL))
                .satisfies(e -> assertThat(e.failure().detail())
                        .isEqualTo(
                                "The secret of the credential payments was given up with its master key, so nothing was"
                                        + " sent. The platform team must store it again."));
        for (String name : List.of("default", "payments", "gov")) {
            fresh.put(name, digestKey("again"));
            assertThat(fresh.credential(name)).isEqualTo(digestKey("again").as(name, 2));
        }
        assertThat(before.jdbc
                        .sql("SELECT credential FROM project")
                        .query(String.class)
                        .single())
                .isEqualTo("payments");
        start(new Replica(database, NEW));
    }

    private StartRefused refusalOf(Replica replica) {
        return catchThrowableOfType(StartRefused.class, () -> start(replica));
    }

    @Test
    void aReplacementWhileItRotatesIsNotOverwritten() {
        CredentialRow row = before.store.find("default").orElseThrow();
        before.put("default", digestKey("replaced"));

        before.vault.replace(Map.of(row.encrypted(), "late"));

        assertThat(new Replica(database, OLD).credential("default"))
                .isEqualTo(digestKey("replaced").as("default", 2));
    }

    @Test
    void whatWasStoredAgainIsNotGivenUp() {
        List<EncryptedSecret> lost = before.vault.secrets();
        before.put("default", digestKey("again"));

        before.vault.giveUp(lost);

        Replica restarted = new Replica(database, OLD);
        assertThat(restarted.credential("default")).isEqualTo(digestKey("again").as("default", 2));
        assertThat(restarted.vault.unreadable()).isEqualTo(2);
    }

    private static String idOf(String key) {
        return KeyRing.of(Secret.of(key), "test").currentId();
    }

    private MasterKeys keysOf(Replica replica) {
        return TestKeys.masterKeys(replica.vault, replica.keys, trail.trail());
    }

    private void start(Replica replica) {
        replica.start();
        keysOf(replica).afterSingletonsInstantiated();
    }
}
