package dev.linkgate.gateway.atlas.credential;

import static dev.linkgate.gateway.atlas.credential.Replica.digestKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.access.masterkeys.MasterKeys;
import dev.linkgate.gateway.access.masterkeys.TestKeys;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.MasterKey;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.OperationState;
import dev.linkgate.gateway.platform.operation.TestOperations;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.audit.TestTrail;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
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
    private final TestTrail trail;
    private final ManualClock clock = new ManualClock();
    private final TestOperations operations;

    KeyRotationTest(TestDatabase kind) {
        database = kind.migrated();
        trail = new TestTrail(kind);
        operations = new TestOperations(database, clock);
        before = new Replica(database, OLD);
        before.put("default", digestKey("one"));
        before.put("payments", digestKey("two"));
        before.put(
                "gov",
                new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("three"), Replica.GOVERNMENT, null));
        before.vault.report(before.credential("payments"), CredentialState.OK);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void afterAStartWithBothKeysTheOldOneCanGo() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        start(rotated);

        assertThat(proceed(begun(), rotated)).isEmpty();

        Replica after = new Replica(database, NEW);
        start(after);
        assertThat(after.credential("default")).isEqualTo(digestKey("one").as("default", 1));
        assertThat(after.credential("gov")).isEqualTo(before.credential("gov"));
        assertThat(after.vault.views()).isEqualTo(before.vault.views());
    }

    @Test
    void aStartWithTheSameKeyRewritesNothing() {
        start(new Replica(database, OLD + "," + NEW));

        assertThat(unfinished()).isEmpty();
    }

    @Test
    void theNumbersSayWhenAKeyCanGo() {
        String old = idOf(OLD);
        String fresh = idOf(NEW);
        Replica rotated = new Replica(database, NEW + "," + OLD);
        assertThat(keysOf(rotated).all())
                .containsExactly(new MasterKey(fresh, true, true, 0), new MasterKey(old, false, true, 3));
        assertThat(rotated.vault.underOtherKeys()).isEqualTo(3);

        proceed(keysOf(rotated).reencrypt(trail.context()), rotated);

        assertThat(keysOf(rotated).all())
                .containsExactly(new MasterKey(fresh, true, true, 3), new MasterKey(old, false, true, 0));
        assertThat(rotated.vault.underOtherKeys()).isZero();
        assertThat(keysOf(before).all())
                .containsExactly(new MasterKey(old, true, true, 0), new MasterKey(fresh, false, false, 3));
    }

    @Test
    void eachReencryptionIsOnRecord() {
        Replica rotated = new Replica(database, NEW + "," + OLD);

        proceed(keysOf(rotated).reencrypt(trail.context()), rotated);

        String intent = "INTENT credential.re-encrypt";
        String done = "OUTCOME credential.re-encrypt SUCCEEDED 200";
        assertThat(trail.records())
                .containsExactly(
                        intent,
                        "OUTCOME credential.re-encrypt SUCCEEDED 202",
                        intent,
                        done,
                        intent,
                        done,
                        intent,
                        done);
    }

    @Test
    void withoutARecordNothingIsReencrypted() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        Operation operation = keysOf(rotated).reencrypt(trail.context());
        List<CredentialRow> rows = before.store.all();
        trail.fails();

        assertThat(proceed(operation, rotated)).as("it is tried again").isPresent();
        assertThat(before.store.all()).isEqualTo(rows);
    }

    @Test
    void runningReplicaSurvivesTheRotation() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        proceed(keysOf(rotated).reencrypt(trail.context()), rotated);
        rotated.vault.report(rotated.credential("default"), CredentialState.SUSPECT);

        before.poll();

        assertThat(before.view("default").state()).isEqualTo(CredentialState.SUSPECT);
        assertThat(before.credential("default")).isEqualTo(digestKey("one").as("default", 1));
    }

    @Test
    void replicaWithoutTheKeyLeavesTheWorkToOthers() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        Operation operation = keysOf(rotated).reencrypt(trail.context());
        List<CredentialRow> rows = before.store.all();

        assertThat(proceed(operation, before)).isPresent();
        assertThat(before.store.all()).isEqualTo(rows);

        assertThat(proceed(operation, rotated)).isEmpty();
        assertThat(operations.stored(operation).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    /** It has the key, but encrypts with another one itself. */
    @Test
    void replicaThatTakesTheWorkOverGoesOnWithTheSameKey() {
        Replica rotated = new Replica(database, NEW + "," + OLD);
        Operation operation = keysOf(rotated).reencrypt(trail.context());
        CredentialRow first = before.store.find("default").orElseThrow();
        rotated.store.reencrypt(first.encrypted(), rotated.keys.encrypt("default", Secret.of("one")));

        assertThat(proceed(operation, new Replica(database, OLD + "," + NEW))).isEmpty();

        start(new Replica(database, NEW));
    }

    @Test
    void replicaWithTheKeyNeverComes() {
        Operation operation = keysOf(new Replica(database, NEW + "," + OLD)).reencrypt(trail.context());
        clock.advance(Duration.ofHours(2));

        proceed(operation, before);

        assertThat(operations.stored(operation).failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.detail()).contains(idOf(NEW), "Nothing is lost"));
    }

    @Test
    void cancellationLeavesAllReadable() {
        IntStream.range(0, TestKeys.BATCH).forEach(i -> before.put("more-" + i, digestKey("secret " + i)));
        Replica rotated = new Replica(database, NEW + "," + OLD);
        Operation operation = keysOf(rotated).reencrypt(trail.context());
        operations.operations().cancel(operation);

        proceed(operation, rotated);

        assertThat(Objects.requireNonNull(operations.stored(operation).failure())
                        .code())
                .isEqualTo(ProblemCode.OPERATION_CANCELLED);
        assertThat(new Replica(database, NEW + "," + OLD).vault.views()).hasSize(TestKeys.BATCH + 3);

        proceed(keysOf(rotated).reencrypt(trail.context()), rotated);
        start(new Replica(database, NEW));
    }

    @Test
    void secretThatCannotBeReadIsNamedAndTheOthersAreReencrypted() {
        new Replica(database, KeyRing.generate()).put("billing", digestKey("three"));
        Replica rotated = new Replica(database, NEW + "," + OLD);
        Operation operation = keysOf(rotated).reencrypt(trail.context());

        proceed(operation, rotated);

        assertThat(Objects.requireNonNull(operations.stored(operation).failure())
                        .detail())
                .contains("The stored credential billing cannot be decrypted: it was encrypted with a key of id");
        assertThat(keysOf(rotated).all())
                .startsWith(new MasterKey(idOf(NEW), true, true, 3), new MasterKey(idOf(OLD), false, true, 0))
                .hasSize(3);
    }

    @Test
    void startWithoutTheKeyIsRefused() {
        new Replica(database, NEW).put("billing", digestKey("three"));
        List<CredentialRow> rows = before.store.all();
        String third = KeyRing.generate();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(new Replica(database, third + "," + NEW)))
                .withMessageContaining("credential default cannot be decrypted")
                .withMessageContaining("credential payments cannot be decrypted")
                .withMessageNotContaining("billing")
                .withNoCause();
        assertThat(before.store.all()).isEqualTo(rows);
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void missingKeyIsAddedAsTheMessageSays() {
        assertThat(refusalOf(new Replica(database, NEW)).action()).contains("to the end of linkgate.master-key");

        start(new Replica(database, NEW + "," + OLD));
    }

    /** The message's own words are followed, with a project bound to the credential. */
    @Test
    void lostKeyIsGivenUpAsTheMessageSays() {
        before.jdbc
                .sql("INSERT INTO project (project_id, name, credential, created_at, updated_at)"
                        + " VALUES ('5df264b8f10fab7d2cad2f0c', 'payments', 'payments', 0, 0)")
                .update();
        Replica fresh = new Replica(database, NEW);
        String action = refusalOf(fresh).action();

        before.jdbc.sql(action.substring(action.indexOf("UPDATE"))).update();

        start(fresh);
        assertThat(unfinished()).isEmpty();
        assertThat(fresh.vault.unreadable()).isEqualTo(3);
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

        before.vault.replace(row.encrypted(), "late");

        assertThat(new Replica(database, OLD).credential("default"))
                .isEqualTo(digestKey("replaced").as("default", 2));
    }

    private static String idOf(String key) {
        return KeyRing.of(Secret.of(key), "test").currentId();
    }

    private MasterKeys keysOf(Replica replica) {
        return TestKeys.masterKeys(replica.vault, replica.keys, operations.operations(), trail.trail());
    }

    private void start(Replica replica) {
        replica.start();
        keysOf(replica).afterSingletonsInstantiated();
    }

    private Optional<Operation> unfinished() {
        return operations.operations().unfinished("re-encrypt-credentials", "credentials");
    }

    private Operation begun() {
        return unfinished().orElseThrow();
    }

    private Optional<Duration> proceed(Operation operation, Replica replica) {
        return operations.proceed(operation, TestKeys.reencryption(replica.vault, replica.keys, trail.trail()));
    }
}
