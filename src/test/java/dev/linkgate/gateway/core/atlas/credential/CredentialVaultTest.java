package dev.linkgate.gateway.core.atlas.credential;

import static dev.linkgate.gateway.core.atlas.credential.Replica.digestKey;
import static dev.linkgate.gateway.core.atlas.credential.Replica.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.kernel.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

@OnEachDatabase
class CredentialVaultTest {

    private static final String MASTER_KEY = KeyRing.generate();

    private final DataSource database;
    private final Replica replica;

    CredentialVaultTest(TestDatabase kind) {
        database = kind.asNew(CredentialVaultTest.class);
        replica = new Replica(database, MASTER_KEY);
    }

    @Test
    void replacementIsANewUntriedVersion() {
        CredentialView first = replica.put("default", digestKey("one")).now().viewAfterPut();
        replica.vault.report(replica.credential("default"), CredentialState.OK);
        replica.tick();
        Put<CredentialRow> second = replica.put("default", serviceAccount("two"));

        assertThat(second.created()).isFalse();
        assertThat(replica.view("default")).isEqualTo(second.now().view()).satisfies(view -> {
            assertThat(view.version()).isEqualTo(2);
            assertThat(view.state()).isEqualTo(CredentialState.UNVERIFIED);
            assertThat(view.kind()).isEqualTo(CredentialKind.SERVICE_ACCOUNT);
            assertThat(view.publicKey()).isNull();
            assertThat(view.createdAt()).isEqualTo(first.createdAt());
            assertThat(view.updatedAt()).isEqualTo(first.updatedAt().plusSeconds(1));
            assertThat(view.fingerprint()).isNotEqualTo(first.fingerprint());
        });
    }

    @Test
    void reusedNameGetsNewVersions() {
        replica.put("default", digestKey("one"));
        replica.put("default", digestKey("two"));
        replica.vault.remove("default");
        assertThat(replica.vault.find("default")).isEmpty();

        Put<CredentialRow> again = replica.put("default", digestKey("three"));

        assertThat(again.created()).isTrue();
        assertThat(again.now().viewAfterPut().version()).isEqualTo(3);
    }

    /** Another replica may bind it after this one has looked. */
    @Test
    void databaseProtectsABoundCredential() {
        replica.put("default", digestKey("one"));
        replica.jdbc
                .sql("INSERT INTO project (project_id, name, credential, created_at, updated_at)"
                        + " VALUES ('5df264b8f10fab7d2cad2f0a', 'payments', 'default', 0, 0)")
                .update();

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> replica.store.remove("default"));
    }

    @Test
    void concurrentReplacementsGetDifferentVersions() throws Exception {
        Replica other = new Replica(database, MASTER_KEY);
        List<Callable<Integer>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Replica each = i % 2 == 0 ? replica : other;
            puts.add(() ->
                    each.put("default", digestKey("one")).now().viewAfterPut().version());
        }
        List<Integer> versions = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> put : threads.invokeAll(puts)) {
                versions.add(put.get());
            }
        }

        assertThat(versions).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        replica.poll();
        assertThat(replica.view("default").version()).isEqualTo(8);
    }

    @Test
    void aReportIsKeptForAllReplicas() {
        replica.put("default", digestKey("one"));
        Replica other = new Replica(database, MASTER_KEY);

        replica.vault.report(replica.credential("default"), CredentialState.SUSPECT);

        assertThat(replica.view("default").state()).isEqualTo(CredentialState.SUSPECT);
        other.poll();
        assertThat(other.view("default").state()).isEqualTo(CredentialState.SUSPECT);
        other.vault.report(other.credential("default"), CredentialState.OK);
        replica.poll();
        assertThat(replica.view("default").state()).isEqualTo(CredentialState.OK);
    }

    @Test
    void aCredentialThatBecomesSuspectIsToldOnce() {
        StoredEvents events = new StoredEvents(database);
        replica.put("default", digestKey("one"));
        Replica late = new Replica(database, MASTER_KEY);
        late.credential("default");

        replica.vault.report(replica.credential("default"), CredentialState.SUSPECT);
        late.vault.report(late.credential("default"), CredentialState.SUSPECT); // does not know it yet
        replica.vault.report(replica.credential("default"), CredentialState.OK);
        assertThat(events.types()).containsExactly("credential.suspect");
        assertThat(events.data(EventType.CREDENTIAL_SUSPECT)).contains("\"name\":\"default\"", "\"version\":1");

        replica.vault.report(replica.credential("default"), CredentialState.SUSPECT);
        assertThat(events.types()).containsExactly("credential.suspect", "credential.suspect");
    }

    @Test
    void reportOfAnOldVersionIsIgnored() {
        replica.put("default", digestKey("one"));
        Replica late = new Replica(database, MASTER_KEY);
        AtlasCredential earlier = late.credential("default");
        replica.put("default", digestKey("two"));

        replica.vault.report(earlier, CredentialState.SUSPECT);
        late.vault.report(earlier, CredentialState.SUSPECT); // has not seen the replacement yet

        replica.poll();
        assertThat(replica.view("default").state()).isEqualTo(CredentialState.UNVERIFIED);
    }

    @Test
    void repeatedReportWritesNothing() {
        replica.put("default", digestKey("one"));
        replica.vault.report(replica.credential("default"), CredentialState.OK);
        long changes = changes();

        replica.vault.report(replica.credential("default"), CredentialState.OK);
        replica.vault.report(digestKey("candidate").as("default", -1), CredentialState.SUSPECT);
        replica.vault.report(digestKey("stranger").as("stranger", 1), CredentialState.SUSPECT);

        assertThat(changes()).isEqualTo(changes);
    }

    @Test
    void aReportThatCannotBeStoredDoesNotSpoilTheCall() {
        replica.put("default", digestKey("one"));
        AtlasCredential credential = replica.credential("default");
        replica.jdbc.sql("ALTER TABLE change_counter RENAME TO away").update();

        assertThatCode(() -> replica.vault.report(credential, CredentialState.SUSPECT))
                .doesNotThrowAnyException();

        replica.jdbc.sql("ALTER TABLE away RENAME TO change_counter").update();
        replica.vault.report(credential, CredentialState.SUSPECT);
        assertThat(replica.view("default").state()).isEqualTo(CredentialState.SUSPECT);
    }

    @Test
    void aCiphertextMovedToAnotherNameDoesNotDecrypt() {
        replica.put("payments", digestKey("one"));
        replica.put("billing", digestKey("two"));
        replica.jdbc
                .sql("UPDATE credential SET ciphertext = (SELECT ciphertext FROM credential WHERE name = 'payments'),"
                        + " fingerprint = (SELECT fingerprint FROM credential WHERE name = 'payments')"
                        + " WHERE name = 'billing'")
                .update();

        assertUnreadable(new Replica(database, MASTER_KEY), "billing");
    }

    @Test
    void aPublicPartThatWasAlteredIsFound() {
        replica.put("billing", digestKey("one"));
        replica.jdbc.sql("UPDATE credential SET public_part = 'another'").update();

        assertUnreadable(new Replica(database, MASTER_KEY), "billing");
    }

    @ParameterizedTest
    @CsvSource({
        "https://cloud.mongodbgov.com, 'https://atlas.example'",
        "https://cloud.mongodbgov.com, ",
        ", https://cloud.mongodbgov.com",
        ", nonsense"
    })
    void theAtlasOfASecretCannotBeChangedInTheDatabase(@Nullable URI before, @Nullable String after) {
        replica.put("gov", new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("one"), before, null));
        replica.jdbc.sql("UPDATE credential SET base_url = ?").param(after).update();

        BaseUrls both = new BaseUrls(Set.of(Replica.GOVERNMENT, URI.create("https://atlas.example")));
        assertUnreadable(new Replica(database, MASTER_KEY, both), "gov");
    }

    @Test
    void anAtlasThatIsNoLongerAllowedIsRefused() {
        replica.put(
                "gov", new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("one"), Replica.GOVERNMENT, null));
        replica.put("default", digestKey("two"));

        Replica restarted = new Replica(database, MASTER_KEY, new BaseUrls(Set.of()));

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> restarted.vault.find("gov"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.NO_CREDENTIAL))
                .withMessageContaining("gov is no longer in linkgate.atlas.base-urls");
        assertThat(restarted.view("gov").baseUrl()).isEqualTo("https://cloud.mongodbgov.com");
        assertThat(restarted.vault.find("default")).isPresent();
    }

    @Test
    void unreadableRowLeavesTheOthersUsable() {
        replica.put("payments", digestKey("one"));
        replica.put("billing", digestKey("two"));
        replica.jdbc
                .sql("UPDATE credential SET ciphertext = 'AAAA' WHERE name = 'billing'")
                .update();
        Replica other = new Replica(database, MASTER_KEY);

        assertUnreadable(other, "billing");
        assertThat(other.credential("payments")).isEqualTo(digestKey("one").as("payments", 1));
        assertThat(other.vault.views()).extracting(CredentialView::name).containsExactly("billing", "payments");

        other.put("billing", digestKey("three"));
        assertThat(other.credential("billing")).isEqualTo(digestKey("three").as("billing", 2));
    }

    @Test
    void nothingIsStoredOverWhatAnotherMasterKeyEncrypts() {
        replica.put("payments", digestKey("one"));
        List<CredentialRow> rows = replica.store.all();
        String otherKey = KeyRing.generate();
        Replica stranger = new Replica(database, otherKey);

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> stranger.put("payments", digestKey("two")))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.CREDENTIAL_UNREADABLE))
                .withMessageContaining("key of id");
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> stranger.vault.putConfigured("payments", digestKey("two")));
        assertThat(stranger.vault.compare("payments", digestKey("two"))).isEqualTo(ConfiguredKey.UNREADABLE);
        assertThat(stranger.vault.compare("payments", digestKey("one"))).isEqualTo(ConfiguredKey.SAME);
        assertThat(replica.store.all()).isEqualTo(rows);

        Replica both = new Replica(database, otherKey + "," + MASTER_KEY);
        both.put("payments", digestKey("two"));
        assertThat(both.credential("payments")).isEqualTo(digestKey("two").as("payments", 2));
    }

    @Test
    void keyOfTheApiIsNewerThanTheOneThatWasDeclared() {
        replica.vault.putConfigured("payments", digestKey("one"));
        assertThat(replica.vault.compare("payments", digestKey("one"))).isEqualTo(ConfiguredKey.SAME);

        CredentialView rotated = replica.put("payments", digestKey("two")).now().viewAfterPut();

        assertThat(rotated.warnings())
                .singleElement()
                .asString()
                .contains(digestKey("one").fingerprint());
        Replica restarted = new Replica(database, MASTER_KEY);
        assertThat(restarted.vault.compare("payments", digestKey("one"))).isEqualTo(ConfiguredKey.OUTDATED);
        assertThat(restarted.vault.compare("payments", digestKey("three"))).isEqualTo(ConfiguredKey.CHANGED);

        restarted.vault.noteConfigured("payments", digestKey("two"));
        restarted.put("payments", digestKey("one"));
        assertThat(restarted.vault.compare("payments", digestKey("two"))).isEqualTo(ConfiguredKey.OUTDATED);
        assertThat(restarted
                        .put("payments", digestKey("two"))
                        .now()
                        .viewAfterPut()
                        .warnings())
                .as("it is the declared one")
                .isEmpty();
    }

    @Test
    void keyThatWasNeverDeclaredIsReplacedByADeclaration() {
        replica.put("payments", digestKey("one"));

        assertThat(replica.vault.compare("payments", digestKey("two"))).isEqualTo(ConfiguredKey.CHANGED);
        assertThat(replica.put("payments", digestKey("three"))
                        .now()
                        .viewAfterPut()
                        .warnings())
                .isEmpty();
    }

    private static void assertUnreadable(Replica replica, String name) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> replica.vault.find(name))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.NO_CREDENTIAL))
                .withMessageContaining(name)
                .withNoCause();
    }

    private long changes() {
        return replica.jdbc
                .sql("SELECT number FROM change_counter WHERE topic = 'credential'")
                .query(Long.class)
                .single();
    }
}
