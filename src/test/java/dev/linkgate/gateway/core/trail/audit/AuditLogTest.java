package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.record.RecordableText;
import dev.linkgate.transparency.CanonicalForm;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditLogTest {

    private static final AuditSettings IMPATIENT = AuditFixture.settings(Duration.ofMillis(50));

    private final TestDatabase database;

    AuditLogTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void aReceiptNamesARecordThatIsStored() {
        try (AuditFixture audit = new AuditFixture(database)) {
            Receipt receipt = audit.record(AuditFixture.entry("req-1"));

            assertThat(audit.reader.find(receipt.sequence())).hasValueSatisfying(record -> {
                assertThat(record.hash()).isEqualTo(receipt.hash());
                assertThat(record.previousHash()).isEqualTo(CanonicalForm.GENESIS);
                assertThat(record.entry().origin().requestId()).isEqualTo("req-1");
            });
            assertThat(audit.reader.head()).hasValue(receipt);
        }
    }

    @Test
    void aThousandCallersShareFewCommits() throws Exception {
        int callers = 1_000;
        try (AuditFixture audit = new AuditFixture(database)) {
            CountDownLatch all = audit.dataSource.hang();
            List<Receipt> receipts = inParallel(callers, caller -> {
                if (caller == callers - 1) {
                    all.countDown();
                }
                return audit.record(AuditFixture.entry("req-" + caller));
            });

            assertThat(receipts.stream().map(Receipt::sequence))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, callers).boxed().toList());
            assertThat(audit.dataSource.commits).hasValueLessThan(callers / 10);
            assertThat(audit.verify()).isEqualTo(audit.valid());
        }
    }

    @Test
    void replicasWriteOneChain() throws Exception {
        DataSource shared = database.migrated();
        BatchQueue.Bounds small = AuditFixture.bounds(7, 8192);
        try (AuditFixture one = new AuditFixture(shared, AuditFixture.SETTINGS, small);
                AuditFixture other = new AuditFixture(shared, AuditFixture.SETTINGS, small)) {
            List<Receipt> receipts = inParallel(
                    400, caller -> (caller % 2 == 0 ? one : other).record(AuditFixture.entry("req-" + caller)));

            assertThat(new HashSet<>(receipts)).hasSize(400);
            assertThat(one.records())
                    .extracting(record -> new Receipt(record.sequence(), record.hash()))
                    .containsExactlyInAnyOrderElementsOf(receipts);
            assertThat(other.verify().valid()).isTrue();
        }
    }

    @Test
    void refusesWhileTheStoreFailsAndRecoversByItself() {
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.dataSource.failing = true;
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-1")));
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-2")));

            audit.dataSource.failing = false;
            assertThat(audit.record(AuditFixture.entry("req-3")).sequence()).isEqualTo(1);
            assertThat(audit.counted("failed")).isEqualTo(2);
            assertThat(audit.counted("stored")).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatIsCutUnderLoadCostsOneCommit() throws SQLException {
        assumeServer();
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.record(AuditFixture.entry("req-1"));
            audit.dataSource.cut();
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-2")));

            assertThat(audit.record(AuditFixture.entry("req-3")).sequence()).isEqualTo(2);
            assertThat(audit.verify().valid()).isTrue();
        }
    }

    @Test
    void idleCutConnectionCostsNothing() throws SQLException {
        assumeServer();
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.record(AuditFixture.entry("req-1"));
            audit.dataSource.cut();
            audit.clock.advance(Duration.ofSeconds(1));

            assertThat(audit.record(AuditFixture.entry("req-2")).sequence()).isEqualTo(2);
            assertThat(audit.verify().valid()).isTrue();
        }
    }

    @Test
    void aCommitThatFailsLeavesNothingForTheNext() {
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.record(AuditFixture.entry("req-1"));
            audit.dataSource.failing = true;
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-2")));

            audit.dataSource.failing = false;
            audit.record(AuditFixture.entry("req-3"));
            assertThat(audit.records())
                    .extracting(record -> record.entry().origin().requestId())
                    .containsExactly("req-1", "req-3");
            assertThat(audit.verify().valid()).isTrue();
        }
    }

    @Test
    void refusesWhileTheTableIsMissing() {
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.jdbc.sql("ALTER TABLE audit_record RENAME TO gone").update();
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-1")));

            audit.jdbc.sql("ALTER TABLE gone RENAME TO audit_record").update();
            audit.record(AuditFixture.entry("req-2"));
            assertThat(audit.verify().records()).isEqualTo(1);
        }
    }

    @Test
    void refusesWithoutTheHeadRow() {
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.jdbc.sql("DELETE FROM audit_head").update();
            assertUnavailable(() -> audit.record(AuditFixture.entry("req-1")));
            assertThat(audit.records()).isEmpty();
        }
    }

    @Test
    void aRecordThatWasRefusedForTimeIsNotStoredLater() throws InterruptedException {
        try (AuditFixture audit = new AuditFixture(database.migrated(), IMPATIENT)) {
            CountDownLatch gate = audit.dataSource.hang();
            audit.record(AuditFixture.entry("under way"), Duration.ZERO);
            audit.dataSource.awaitHanging();
            assertUnavailable(() -> audit.record(AuditFixture.entry("in the queue")));
            gate.countDown();
            assertThat(audit.record(AuditFixture.entry("after"), Duration.ofSeconds(20)))
                    .isPresent();

            assertThat(audit.records())
                    .extracting(record -> record.entry().origin().requestId())
                    .containsExactly("under way", "after");
        }
    }

    @Test
    void outcomeIsStoredWithoutItsCaller() {
        try (AuditFixture audit = new AuditFixture(database)) {
            CountDownLatch gate = audit.dataSource.hang();
            assertThat(audit.record(AuditFixture.entry("late"), Duration.ofMillis(20)))
                    .isEmpty();
            gate.countDown();
            audit.record(AuditFixture.entry("next"));

            assertThat(audit.records())
                    .extracting(record -> record.entry().origin().requestId())
                    .containsExactly("late", "next");
        }
    }

    @Test
    void refusesAtOnceWhenTooManyWait() throws InterruptedException {
        AuditSettings patient = AuditFixture.settings(Duration.ofHours(1));
        try (AuditFixture audit = new AuditFixture(database.migrated(), patient, AuditFixture.bounds(1, 1))) {
            CountDownLatch gate = audit.dataSource.hang();
            audit.record(AuditFixture.entry("with the writer"), Duration.ZERO);
            audit.dataSource.awaitHanging();
            audit.record(AuditFixture.entry("in the queue"), Duration.ZERO);
            assertUnavailable(() -> audit.record(AuditFixture.entry("too many")));
            assertThat(audit.counted("refused")).isEqualTo(1);
            gate.countDown();
        }
    }

    @Test
    void fullQueueNeverRefusesTheAdministrator() throws InterruptedException {
        BatchQueue.Bounds bounds = new BatchQueue.Bounds(512, 3, 2, 1);
        Actor search = Actor.team("search", "k2");
        try (AuditFixture audit = new AuditFixture(database.migrated(), AuditFixture.SETTINGS, bounds)) {
            CountDownLatch gate = audit.dataSource.hang();
            audit.record(AuditFixture.entry("with the writer"), Duration.ZERO);
            audit.dataSource.awaitHanging();
            audit.record(AuditFixture.entry("1"), Duration.ZERO);
            audit.record(AuditFixture.entry("2"), Duration.ZERO);
            assertRefused(ProblemCode.RATE_LIMITED, () -> audit.record(AuditFixture.entry("beyond its share")));
            audit.record(AuditFixture.entry("3", search), Duration.ZERO);
            assertUnavailable(() -> audit.record(AuditFixture.entry("beyond the queue", search)));
            audit.record(AuditFixture.entry("the administrator", Actor.ADMINISTRATOR), Duration.ZERO);
            gate.countDown();
            audit.log.close();

            assertThat(audit.records())
                    .extracting(record -> record.entry().origin().requestId())
                    .containsExactly("with the writer", "the administrator", "1", "2", "3");
        }
    }

    @Test
    void abandonedRefusalsAreBounded() throws InterruptedException {
        BatchQueue.Bounds bounds = new BatchQueue.Bounds(512, 100, 10, 1);
        try (AuditFixture audit = new AuditFixture(database.migrated(), AuditFixture.SETTINGS, bounds)) {
            CountDownLatch gate = audit.dataSource.hang();
            audit.record(AuditFixture.entry("with the writer"), Duration.ZERO);
            audit.dataSource.awaitHanging();
            for (int i = 0; i < 50; i++) {
                audit.record(AuditFixture.entry("refused"), Duration.ZERO);
            }
            gate.countDown();
            audit.record(AuditFixture.entry("after", Actor.ADMINISTRATOR), Duration.ofSeconds(20));
            audit.log.close();

            assertThat(audit.records()).hasSize(1 + 10 + 1);
        }
    }

    @Test
    void closingStoresWaitingEntries() throws Exception {
        try (AuditFixture audit = new AuditFixture(database);
                ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch gate = audit.dataSource.hang();
            for (int i = 0; i < 10; i++) {
                assertThat(audit.record(AuditFixture.entry("req-" + i), Duration.ZERO))
                        .isEmpty();
            }
            Future<?> closed = closing.submit(audit.log::close);
            gate.countDown();
            closed.get();

            assertThat(audit.records()).hasSize(10);
            assertUnavailable(() -> audit.record(AuditFixture.entry("too late")));
        }
    }

    @Test
    void interruptedCallerKeepsItsRecord() {
        try (AuditFixture audit = new AuditFixture(database)) {
            Thread.currentThread().interrupt();
            assertThat(audit.record(AuditFixture.entry("req-1")).sequence()).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void callersTextCannotBreakACommit() {
        try (AuditFixture audit = new AuditFixture(database)) {
            audit.record(AuditFixture.entry("a\0b\r\nc\uD800dé€😀\uDE00"));
            audit.record(AuditFixture.entry("x".repeat(RecordableText.MAX_LENGTH - 1) + "😀".repeat(1_000)));

            assertThat(audit.records())
                    .extracting(record -> record.entry().origin().requestId())
                    .containsExactly(
                            "a\uFFFDb\uFFFD\uFFFDc\uFFFDdé€😀\uFFFD", "x".repeat(RecordableText.MAX_LENGTH - 1) + "😀");
            assertThat(audit.verify().valid()).isTrue();
        }
    }

    private void assumeServer() {
        assumeThat(database)
                .as("nobody can cut the connection to an embedded database")
                .isEqualTo(TestDatabase.POSTGRESQL);
    }

    private static void assertUnavailable(Runnable recording) {
        assertRefused(ProblemCode.AUDIT_UNAVAILABLE, recording);
    }

    private static void assertRefused(ProblemCode code, Runnable recording) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(recording::run)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    private interface Caller {
        Receipt call(int number);
    }

    private static List<Receipt> inParallel(int callers, Caller work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Receipt>> calls = IntStream.range(0, callers)
                    .<Callable<Receipt>>mapToObj(caller -> () -> work.call(caller))
                    .toList();
            List<Receipt> receipts = new ArrayList<>();
            for (Future<Receipt> each : threads.invokeAll(calls)) {
                receipts.add(each.get());
            }
            return receipts;
        }
    }
}
