package dev.linkgate.gateway.core.trail.audit;

import static dev.linkgate.gateway.core.trail.audit.AuditFixture.assertRefused;
import static dev.linkgate.gateway.core.trail.audit.AuditFixture.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.record.RecordableText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class AuditLogTest {

    private static final AuditSettings IMPATIENT = AuditFixture.settings(Duration.ofMillis(50));

    private final TestDatabase database;

    @AutoClose
    private AuditFixture audit;

    AuditLogTest(TestDatabase database) {
        this.database = database;
        audit = new AuditFixture(database);
    }

    @Test
    void aThousandCallersShareFewCommits() throws Exception {
        int callers = 1_000;
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

    @Test
    void refusesWhileTheStoreFailsAndRecoversByItself() {
        audit.dataSource.failing = true;
        assertUnavailable(() -> audit.record(AuditFixture.entry("req-1")));
        assertUnavailable(() -> audit.record(AuditFixture.entry("req-2")));

        audit.dataSource.failing = false;
        assertThat(audit.record(AuditFixture.entry("req-3")).sequence()).isEqualTo(1);
        assertThat(audit.counted("failed")).isEqualTo(2);
        assertThat(audit.counted("stored")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsCutUnderLoadCostsOneCommit() throws SQLException {
        assumeServer();
        audit.record(AuditFixture.entry("req-1"));
        audit.dataSource.cut();
        assertUnavailable(() -> audit.record(AuditFixture.entry("req-2")));

        assertThat(audit.record(AuditFixture.entry("req-3")).sequence()).isEqualTo(2);
        assertThat(audit.verify().valid()).isTrue();
    }

    @Test
    void idleCutConnectionCostsNothing() throws SQLException {
        assumeServer();
        audit.record(AuditFixture.entry("req-1"));
        audit.dataSource.cut();
        audit.clock.advance(Duration.ofSeconds(1));

        assertThat(audit.record(AuditFixture.entry("req-2")).sequence()).isEqualTo(2);
        assertThat(audit.verify().valid()).isTrue();
    }

    @Test
    void refusesWithoutTheHeadRow() {
        audit.jdbc.sql("DELETE FROM audit_head").update();
        assertUnavailable(() -> audit.record(AuditFixture.entry("req-1")));
        assertThat(audit.records()).isEmpty();
    }

    @Test
    void aRecordThatWasRefusedForTimeIsNotStoredLater() throws InterruptedException {
        audit.close();
        audit = new AuditFixture(database.migrated(), IMPATIENT);
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

    @Test
    void outcomeIsStoredWithoutItsCaller() {
        CountDownLatch gate = audit.dataSource.hang();
        assertThat(audit.record(AuditFixture.entry("late"), Duration.ofMillis(20)))
                .isEmpty();
        gate.countDown();
        audit.record(AuditFixture.entry("next"));

        assertThat(audit.records())
                .extracting(record -> record.entry().origin().requestId())
                .containsExactly("late", "next");
    }

    @Test
    void fullQueueNeverRefusesTheAdministrator() throws InterruptedException {
        BatchQueue.Bounds bounds = new BatchQueue.Bounds(512, 3, 2, 1);
        Actor search = Actor.team("search", "k2");
        audit.close();
        audit = new AuditFixture(database.migrated(), AuditFixture.SETTINGS, bounds);
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

    @Test
    void closingStoresWaitingEntries() throws Exception {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
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
        Thread.currentThread().interrupt();
        assertThat(audit.record(AuditFixture.entry("req-1")).sequence()).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callersTextCannotBreakACommit() {
        audit.record(AuditFixture.entry("a\0b\r\nc\uD800dé€😀\uDE00"));
        audit.record(AuditFixture.entry("x".repeat(RecordableText.MAX_LENGTH - 1) + "😀".repeat(1_000)));

        assertThat(audit.records())
                .extracting(record -> record.entry().origin().requestId())
                .containsExactly(
                        "a\uFFFDb\uFFFD\uFFFDc\uFFFDdé€😀\uFFFD", "x".repeat(RecordableText.MAX_LENGTH - 1) + "😀");
        assertThat(audit.verify().valid()).isTrue();
    }

    private void assumeServer() {
        assumeThat(database)
                .as("nobody can cut the connection to an embedded database")
                .isEqualTo(TestDatabase.POSTGRESQL);
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
