package dev.linkgate.gateway.feature.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.encryption.GatewayKeys;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.MasterKey;
import dev.linkgate.gateway.feature.masterkeys.MasterKeys;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that sign checkpoints: made, rotated, seen by all replicas, encrypted, and not to be forged. */
@OnEachDatabase
@ResourceLock(Resources.SYSTEM_OUT)
class CheckpointKeysTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();
    private static final String TEXT = "a log\n1\nroot\n";

    private final DataSource database;
    private final JdbcClient jdbc;

    @AutoClose
    private final TestTrail trail;

    private final ManualClock clock = new ManualClock();

    /** The names of the keys that the trail has. */
    private final Set<String> published = new HashSet<>();

    CheckpointKeysTest(TestDatabase kind) {
        database = kind.asNew(CheckpointKeysTest.class);
        jdbc = JdbcClient.create(database);
        trail = new TestTrail(kind);
    }

    /** A gateway with these master keys on the database. */
    private final class Replica {
        final KeyRing ring;
        final Snapshots snapshots =
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
        final GatewayKeys secrets;
        final CheckpointKeys keys;

        Replica(@Nullable String origin, String... masterKeys) {
            ring = TestKeys.ring(masterKeys);
            secrets = new GatewayKeys(jdbc, ring, snapshots, key -> published.contains(key.name()), clock);
            keys = new CheckpointKeys(secrets, ring, settings(origin));
        }

        void reencrypt() {
            masterKeys().afterSingletonsInstantiated();
        }

        MasterKeys masterKeys() {
            return TestKeys.masterKeys(secrets, ring, trail.trail());
        }
    }

    private static CheckpointSettings settings(@Nullable String origin) {
        return new CheckpointSettings(origin, Duration.ofMinutes(5), null);
    }

    private Replica replica() {
        return new Replica(null, OLD);
    }

    @Test
    void replicasThatStartAtOnceMakeOneKey() throws Exception {
        Callable<NoteKey> start = () -> {
            Replica replica = replica();
            NoteKey key = replica.keys.all().getFirst();
            assertThat(key.hasSigned(replica.keys.sign(TEXT))).isTrue();
            return key;
        };

        assertThat(new HashSet<>(atOnce(Collections.nCopies(6, start)))).hasSize(1);
        assertThat(replica().keys.all()).hasSize(1);
    }

    @Test
    void theOriginIsFixedByTheFirstKey() {
        assertThat(new Replica("audit.example.com/linkgate", OLD).keys.origin())
                .isEqualTo("audit.example.com/linkgate");
        assertThat(new Replica(null, OLD).keys.origin()).isEqualTo("audit.example.com/linkgate");
        assertThat(new Replica(" ", OLD).keys.origin()).isEqualTo("audit.example.com/linkgate");

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new Replica("audit.example.com/other", OLD))
                .withMessage("linkgate.audit.origin is 'audit.example.com/other', but the audit trail of this database"
                        + " has the origin 'audit.example.com/linkgate'.")
                .satisfies(refused -> assertThat(refused.action()).contains("'audit.example.com/linkgate'"));
    }

    @Test
    void theSeedOfARetiredKeyIsErased() throws UnreadableSecret {
        Replica replica = replica();
        SignedNote early = replica.keys.sign(TEXT);

        replica.keys.rotate();

        assertThat(seedLength(replica, 1)).isZero();
        assertThat(seedLength(replica, 2)).isEqualTo(44);
        assertThat(replica().keys.accepts(early)).isTrue();
        assertThat(replica().secrets.unreadable()).isZero();
        String erased = ciphertext(1);
        replica.keys.rotate();
        assertThat(ciphertext(1)).as("once").isEqualTo(erased);
        assertThat(seedLength(replica, 2)).isZero();
    }

    /** A replica that cannot read a key cannot vouch for it either. */
    @Test
    void theSeedOfAKeyThatWasRetiredWithoutItsMasterKeyIsErasedByTheReencryption() throws UnreadableSecret {
        Replica replica = replica();
        SignedNote early = replica.keys.sign(TEXT);

        new Replica(null, NEW).keys.rotate();

        assertThat(seedLength(replica, 1)).isEqualTo(44);
        Replica both = new Replica(null, NEW, OLD);
        both.reencrypt();
        assertThat(seedLength(both, 1)).isZero();
        assertThat(seedLength(both, 2)).isEqualTo(44);
        assertThat(new Replica(null, NEW).keys.accepts(early)).isTrue();
    }

    @Test
    void otherReplicasSignWithTheNewKeyAfterTheirNextPoll() {
        Replica here = replica();
        Replica there = replica();
        NoteKey first = here.keys.all().getFirst();
        NoteKey second = rotate(here);

        there.snapshots.poll();

        assertThat(signers(there, first, second)).containsExactly(second);
        assertThat(there.keys.all()).containsExactly(second, first);
    }

    @Test
    void rotationsAtOnceMakeAKeyEachAndOneIsCurrent() throws Exception {
        atOnce(Stream.generate(this::replica)
                .limit(4)
                .<Callable<GatewayKey>>map(replica -> replica.keys::rotate)
                .toList());

        Replica replica = replica();
        assertThat(replica.secrets.of(GatewayKey.Kind.CHECKPOINTS))
                .extracting(GatewayKey::number)
                .containsExactly(5L, 4L, 3L, 2L, 1L);
        for (int number = 1; number < 5; number++) {
            assertThat(seedLength(replica, number)).isZero();
        }
        assertThat(seedLength(replica, 5)).isEqualTo(44);
    }

    @Test
    @CapturesOutput
    void withoutItsMasterKeyNothingIsSigned(CapturedOutput output) {
        Replica made = replica();
        SignedNote note = made.keys.sign(TEXT);

        Replica other = new Replica(null, NEW);

        assertThat(output)
                .contains("ERROR", "The stored audit key " + made.keys.all().getFirst() + " cannot be decrypted");
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> other.keys.sign(TEXT))
                .satisfies(refused -> assertThat(refused.failure().code()).isEqualTo(ProblemCode.AUDIT_UNAVAILABLE));
        assertThat(other.secrets.unreadable()).isEqualTo(1);
        assertThat(other.secrets.underOtherKeys()).isEqualTo(1);
        assertThat(other.keys.all()).isEmpty();
        assertThat(other.keys.accepts(note)).isFalse();
        assertThat(other.keys.mayAccept(note))
                .as("as what its trail is held against")
                .isTrue();
        assertThat(other.keys.origin()).isEqualTo(made.keys.origin());

        other.keys.rotate();
        SignedNote signed = other.keys.sign(TEXT);
        assertThat(other.keys.accepts(signed)).isTrue();
        assertThat(other.keys.all()).hasSize(1);
    }

    @Test
    void whatALostKeyHasSignedStaysVerifiable() {
        Replica before = replica();
        NoteKey first = before.keys.all().getFirst();
        SignedNote early = before.keys.sign(TEXT);
        NoteKey second = rotate(before);
        SignedNote late = before.keys.sign(TEXT);
        published.addAll(List.of(first.toString(), second.toString()));
        Replica lost = new Replica(null, NEW);
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(lost::masterKeys)
                .withMessageContaining("the audit key " + first)
                .withMessageContaining("the audit key " + second);

        lost.secrets.giveUp(lost.secrets.secrets());

        Replica again = new Replica(null, NEW);
        assertThat(again.masterKeys().all()).singleElement().returns(true, MasterKey::known);
        assertThat(again.secrets.unreadable()).isZero();
        assertThat(again.keys.all()).hasSize(3).endsWith(second, first);
        assertThat(again.keys.accepts(early)).isTrue();
        assertThat(again.keys.accepts(late)).isTrue();
        SignedNote now = again.keys.sign(TEXT);
        assertThat(again.keys.all().getFirst().hasSigned(now)).isTrue();
        assertThat(again.keys.origin()).isEqualTo(before.keys.origin());
    }

    /** An attacker who can write to the database could have added it before the master key was lost. */
    @Test
    void aKeyThatTheTrailDoesNotNameDoesNotCountWhenTheMasterKeyIsLost() {
        Replica before = replica();
        published.add(before.keys.all().getFirst().toString());
        NoteSigner forger = NoteSigner.generate(before.keys.origin());
        jdbc.sql("INSERT INTO gateway_key (kind, number, name, ciphertext, created_at)"
                        + " SELECT kind, 0, ?, ciphertext, created_at FROM gateway_key WHERE number = 1")
                .param(forger.key().toString())
                .update();
        Replica lost = new Replica(null, NEW);

        lost.secrets.giveUp(lost.secrets.secrets());

        Replica again = new Replica(null, NEW);
        assertThat(again.keys.accepts(forger.sign(TEXT))).isFalse();
        assertThat(again.keys.mayAccept(forger.sign(TEXT))).isFalse();
        assertThat(again.keys.accepts(before.keys.sign(TEXT))).isTrue();
    }

    @Test
    void aKeyThatIsNoPairIsMadeAnew() {
        Replica before = replica();
        before.secrets.makeFirst(GatewayKey.Kind.ACCESS_TOKENS, "access-tokens", Secret.of("one"));
        Replica lost = new Replica(null, NEW);

        lost.secrets.giveUp(lost.secrets.secrets());

        assertThat(lost.secrets.makeFirst(GatewayKey.Kind.ACCESS_TOKENS, "access-tokens", Secret.of("two")))
                .isTrue();
    }

    @Test
    void aKeyThatWasWrittenIntoTheDatabaseDoesNotCount() {
        Replica replica = replica();
        NoteSigner forger = NoteSigner.generate(replica.keys.origin());
        jdbc.sql("INSERT INTO gateway_key (kind, number, name, ciphertext, created_at)"
                        + " SELECT kind, 0, ?, ciphertext, created_at FROM gateway_key WHERE number = 1")
                .param(forger.key().toString())
                .update();

        Replica fresh = replica();

        assertThat(fresh.keys.all()).isEqualTo(replica.keys.all());
        assertThat(fresh.keys.accepts(forger.sign(TEXT))).isFalse();
        assertThat(fresh.keys.mayAccept(forger.sign(TEXT))).isFalse();
        assertThat(fresh.secrets.unreadable()).isEqualTo(1);
        assertThat(fresh.keys.accepts(fresh.keys.sign(TEXT))).isTrue();
    }

    @Test
    void aKeyIsNotReplacedByAnother() {
        Replica replica = replica();
        NoteSigner forger = NoteSigner.generate(replica.keys.origin());
        jdbc.sql("UPDATE gateway_key SET name = ?")
                .param(forger.key().toString())
                .update();

        assertThat(replica().keys.all()).isEmpty();
        assertThat(replica().keys.accepts(forger.sign(TEXT))).isFalse();
        assertThat(replica().keys.mayAccept(forger.sign(TEXT))).isFalse();
    }

    private static List<NoteKey> signers(Replica replica, NoteKey... keys) {
        SignedNote note = SignedNote.parse(replica.keys.sign(TEXT).toString());
        List<String> lines =
                note.toString().lines().filter(line -> line.startsWith("— ")).toList();
        List<NoteKey> signers = List.of(keys).reversed().stream()
                .filter(key -> key.hasSigned(note))
                .toList();
        assertThat(lines).hasSameSizeAs(signers);
        return signers;
    }

    private String ciphertext(long number) {
        return jdbc.sql("SELECT ciphertext FROM gateway_key WHERE number = ?")
                .param(number)
                .query(String.class)
                .single();
    }

    private static NoteKey rotate(Replica replica) {
        return NoteKey.parse(replica.keys.rotate().name());
    }

    private static int seedLength(Replica replica, int number) throws UnreadableSecret {
        EncryptedSecret key = replica.secrets.secrets().reversed().get(number - 1);
        return replica.ring.decrypt(key.binding(), key.ciphertext()).length();
    }

    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        CountDownLatch begun = new CountDownLatch(works.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(works.size())) {
            List<Future<T>> results = works.stream()
                    .map(work -> pool.submit(() -> {
                        begun.countDown();
                        begun.await();
                        return work.call();
                    }))
                    .toList();
            List<T> done = new ArrayList<>();
            for (Future<T> result : results) {
                done.add(result.get());
            }
            return done;
        }
    }
}
