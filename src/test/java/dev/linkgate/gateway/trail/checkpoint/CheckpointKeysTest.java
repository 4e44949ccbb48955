package dev.linkgate.gateway.trail.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.access.masterkeys.MasterKeys;
import dev.linkgate.gateway.access.masterkeys.TestKeys;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.TestOperations;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.audit.TestTrail;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that sign checkpoints: made, rotated, seen by all replicas, encrypted, and not to be forged. */
@ParameterizedClass
@ResourceLock(Resources.SYSTEM_OUT)
@EnumSource(TestDatabase.class)
class CheckpointKeysTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();
    private static final String TEXT = "a log\n1\nroot\n";
    private static final Duration OVERLAP = Duration.ofDays(30);

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TestTrail trail;
    private final TestOperations operations;
    private final ManualClock clock = new ManualClock();

    CheckpointKeysTest(TestDatabase kind) {
        database = kind.asNew(CheckpointKeysTest.class);
        jdbc = JdbcClient.create(database);
        trail = new TestTrail(kind);
        operations = new TestOperations(database, clock);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    /** A gateway with these master keys on the database. */
    private final class Replica {
        final KeyRing ring;
        final KeyStore store = new KeyStore(jdbc);
        final Snapshots snapshots =
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
        final CheckpointKeys keys;
        final KeySecrets secrets;
        final MasterKeys masterKeys;

        Replica(@Nullable String origin, String... masterKeys) {
            ring = TestKeys.ring(masterKeys);
            keys = new CheckpointKeys(store, ring, new KeySettings(origin), snapshots, clock);
            secrets = new KeySecrets(store, keys, trail.trail());
            this.masterKeys = TestKeys.masterKeys(secrets, ring, operations.operations(), trail.trail());
        }

        void reencrypt() {
            TestKeys.rotate(secrets, ring, masterKeys);
            Operation begun = operations
                    .operations()
                    .unfinished("re-encrypt-credentials", "credentials")
                    .orElseThrow();
            assertThat(operations.proceed(begun, TestKeys.reencryption(secrets, ring)))
                    .isEmpty();
        }
    }

    private Replica replica() {
        return new Replica(null, OLD);
    }

    @Test
    void theFirstStartMakesAKey() {
        Replica replica = replica();

        assertThat(replica.keys.origin()).matches("linkgate/[0-9a-f]{16}");
        assertThat(replica.keys.all()).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo(replica.keys.origin());
            assertThat(key.hasSigned(replica.keys.sign(TEXT))).isTrue();
        });
        assertThat(replica().keys.all()).isEqualTo(replica.keys.all());
        assertThat(replica().keys.accepts(replica.keys.sign(TEXT))).isTrue();
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
        assertThat(new KeyStore(jdbc).all()).hasSize(1);
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
    void anOriginThatNoKeyCanHaveIsRefused() {
        for (String origin : List.of("two words", "a+b", "a\nb", "a".repeat(201))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KeySettings(origin))
                    .withMessageContaining("linkgate.audit.origin");
        }
    }

    @Test
    void bothKeysSignUntilTheOverlapEnds() {
        Replica replica = replica();
        NoteKey first = replica.keys.all().getFirst();
        SignedNote early = replica.keys.sign(TEXT);

        List<CheckpointKeyRow> signing = replica.keys.rotate(OVERLAP);

        assertThat(signing).extracting(CheckpointKeyRow::key).isEqualTo(replica.keys.all());
        NoteKey second = signing.getFirst().key();
        assertThat(signing.getLast().signsUntil()).isEqualTo(clock.instant().plus(OVERLAP));
        assertThat(second).isNotEqualTo(first).returns(first.name(), NoteKey::name);
        assertThat(signers(replica, first, second)).containsExactly(second, first);

        clock.advance(OVERLAP.minusSeconds(1));
        assertThat(signers(replica, first, second)).containsExactly(second, first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(signers(replica, first, second)).containsExactly(second);
        assertThat(replica.keys.all()).containsExactly(second, first);
        assertThat(replica.keys.accepts(early)).isTrue();
    }

    @Test
    void eachOfSeveralOverlapsEndsByItself() {
        Replica replica = replica();
        NoteKey first = replica.keys.all().getFirst();
        NoteKey second = replica.keys.rotate(OVERLAP).getFirst().key();
        clock.advance(Duration.ofDays(10));
        NoteKey third = replica.keys.rotate(OVERLAP).getFirst().key();

        assertThat(signers(replica, first, second, third)).containsExactly(third, second, first);
        clock.advance(Duration.ofDays(20));
        assertThat(signers(replica, first, second, third)).containsExactly(third, second);
        clock.advance(Duration.ofDays(10));
        assertThat(signers(replica, first, second, third)).containsExactly(third);
    }

    @Test
    void withoutAnOverlapTheOldKeyNoLongerSigns() {
        Replica replica = replica();
        NoteKey first = replica.keys.all().getFirst();

        NoteKey second = replica.keys.rotate(Duration.ZERO).getFirst().key();

        assertThat(signers(replica, first, second)).containsExactly(second);
    }

    @Test
    void theSeedOfAKeyThatSignsNoLongerIsErased() throws UnreadableSecret {
        Replica replica = replica();
        Replica other = replica();
        SignedNote early = replica.keys.sign(TEXT);
        replica.keys.rotate(OVERLAP);

        replica.keys.everyMinute();
        assertThat(seedLength(replica, 1)).as("during the overlap").isEqualTo(44);
        clock.advance(OVERLAP);
        replica.keys.everyMinute();

        assertThat(seedLength(replica, 1)).isZero();
        assertThat(seedLength(replica, 2)).isEqualTo(44);
        assertThat(replica().keys.accepts(early)).isTrue();
        assertThat(replica().keys.unreadable()).isZero();

        other.snapshots.poll();
        String erased = ciphertext(1);
        other.keys.everyMinute();
        assertThat(ciphertext(1)).as("once").isEqualTo(erased);
    }

    @Test
    void otherReplicasSignWithTheNewKeyAfterTheirNextPoll() {
        Replica here = replica();
        Replica there = replica();
        NoteKey first = here.keys.all().getFirst();
        NoteKey second = here.keys.rotate(Duration.ZERO).getFirst().key();

        there.snapshots.poll();

        assertThat(signers(there, first, second)).containsExactly(second);
        assertThat(there.keys.all()).containsExactly(second, first);
    }

    @Test
    void rotationsAtOnceMakeAKeyEach() throws Exception {
        atOnce(Stream.generate(this::replica)
                .limit(4)
                .<Callable<List<CheckpointKeyRow>>>map(replica -> () -> replica.keys.rotate(Duration.ZERO))
                .toList());

        List<CheckpointKeyRow> rows = replica().store.all();
        assertThat(rows).extracting(CheckpointKeyRow::number).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(rows)
                .filteredOn(row -> row.signsUntil() == null)
                .hasSize(1)
                .first()
                .returns(5L, CheckpointKeyRow::number);
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

        other.keys.rotate(OVERLAP);
        SignedNote signed = other.keys.sign(TEXT);
        assertThat(other.keys.accepts(signed)).isTrue();
        assertThat(other.keys.all()).hasSize(1);
    }

    @Test
    void theMasterKeyIsRotated() throws UnreadableSecret {
        Replica here = replica();
        here.keys.rotate(Duration.ZERO);
        here.keys.everyMinute();
        List<NoteKey> keys = here.keys.all();
        Replica rotated = new Replica(null, NEW, OLD);
        assertThat(rotated.secrets.underOtherKeys()).isEqualTo(2);

        rotated.reencrypt();

        assertThat(rotated.secrets.underOtherKeys()).isZero();
        Replica retired = new Replica(null, NEW);
        assertThat(retired.keys.all()).isEqualTo(keys);
        assertThat(retired.keys.accepts(retired.keys.sign(TEXT))).isTrue();
        assertThat(seedLength(retired, 1)).isZero();
        assertThat(trail.records()).contains("INTENT key.re-encrypt", "OUTCOME key.re-encrypt SUCCEEDED 200");

        here.snapshots.poll();
        assertThat(here.keys.accepts(here.keys.sign(TEXT)))
                .as("a running replica without the new master key")
                .isTrue();
        assertThat(here.secrets.unreadable()).isZero();
    }

    @Test
    void aKeyThatWasWrittenIntoTheDatabaseDoesNotCount() {
        Replica replica = replica();
        NoteSigner forger = NoteSigner.generate(replica.keys.origin());
        jdbc.sql("INSERT INTO audit_key (number, verifier, ciphertext, created_at, signs_until)"
                        + " SELECT 0, ?, ciphertext, created_at, created_at FROM audit_key WHERE number = 1")
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
        jdbc.sql("UPDATE audit_key SET verifier = ?")
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
        return jdbc.sql("SELECT ciphertext FROM audit_key WHERE number = ?")
                .param(number)
                .query(String.class)
                .single();
    }

    private static int seedLength(Replica replica, long number) throws UnreadableSecret {
        for (CheckpointKeyRow row : replica.store.all()) {
            if (row.number() == number) {
                return row.open(replica.ring).length();
            }
        }
        throw new AssertionError("no key " + number);
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
