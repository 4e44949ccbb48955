package dev.linkgate.credential;

import static dev.linkgate.credential.Replica.digestKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.store.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class KeyRotationTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();

    private final DataSource database;
    private final Replica before;

    KeyRotationTest(TestDatabase kind) {
        database = kind.migrated();
        before = new Replica(database, OLD);
        before.put("default", digestKey("one"));
        before.put("payments", digestKey("two"));
        before.put("gov", new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("three"), Replica.GOVERNMENT));
        before.vault.report(before.credential("payments"), CredentialState.OK);
    }

    @Test
    void afterAStartWithBothKeysTheOldOneCanGo() {
        new Replica(database, NEW + "," + OLD).start();

        Replica after = new Replica(database, NEW);
        after.start();
        assertThat(after.credential("default")).isEqualTo(digestKey("one").as("default", 1));
        assertThat(after.credential("gov")).isEqualTo(before.credential("gov"));
        assertThat(after.vault.views()).isEqualTo(before.vault.views());
    }

    @Test
    void aStartWithTheSameKeyRewritesNothing() {
        List<CredentialRow> rows = before.store.all();

        new Replica(database, OLD + "," + NEW).start();

        assertThat(before.store.all()).isEqualTo(rows);
    }

    @Test
    void runningReplicaSurvivesTheRotation() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        rotated.start();
        rotated.vault.report(rotated.credential("default"), CredentialState.SUSPECT);

        before.poll();

        assertThat(before.view("default").state()).isEqualTo(CredentialState.SUSPECT);
        assertThat(before.credential("default")).isEqualTo(digestKey("one").as("default", 1));
    }

    @Test
    void startWithoutTheKeyIsRefused() {
        new Replica(database, NEW).put("billing", digestKey("three"));
        List<CredentialRow> rows = before.store.all();
        String third = KeyRing.generate();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new Replica(database, third + "," + NEW).start())
                .withMessageContaining("credential default cannot be decrypted")
                .withMessageContaining("credential payments cannot be decrypted")
                .withMessageNotContaining("billing")
                .withNoCause();
        assertThat(before.store.all()).isEqualTo(rows);
    }

    @Test
    void aReplacementWhileItRotatesIsNotOverwritten() {
        CredentialRow row = before.store.find("default").orElseThrow();
        before.put("default", digestKey("replaced"));

        assertThat(before.store.reencrypt(row, "late")).isFalse();
        assertThat(new Replica(database, OLD).credential("default"))
                .isEqualTo(digestKey("replaced").as("default", 2));
    }
}
