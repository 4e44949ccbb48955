package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.replica.TestReplicas;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite.Later;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No intent stays open: a killed process's intents get one outcome each, and a living one's are left alone. */
@OnEachDatabase
class IntentWatchTest {

    private static final int MANY = 100;

    private final TestDatabase kind;
    private final DataSource database;
    private final AuditFixture audit;
    private final AuditFixture other;
    private final IntentWatch watch;
    private final IntentWatch othersWatch;
    private final KilledReplica killed;

    IntentWatchTest(TestDatabase database) {
        this.kind = database;
        this.database = database.asNew(IntentWatchTest.class);
        audit = new AuditFixture(this.database, AuditFixture.SETTINGS);
        other = new AuditFixture(this.database, AuditFixture.SETTINGS);
        watch = watch(audit);
        othersWatch = watch(other);
        killed = new KilledReplica(this.database);
    }

    private static IntentWatch watch(AuditFixture replica) {
        return watch(replica, new DatabaseFiles(null));
    }

    private static IntentWatch watch(AuditFixture replica, DatabaseFiles files) {
        return new IntentWatch(
                replica.openIntents,
                replica.replicas,
                replica.reader,
                replica.log,
                replica.replica,
                files,
                new StaticListableBeanFactory().getBeanProvider(ReadBack.class),
                replica.seals,
                () -> AuditFixture.NOW);
    }

    @AfterEach
    void close() {
        audit.close();
        other.close();
    }

    @Test
    void killedProcessesIntentsGetOutcomes() {
        killed.leaves("req-9", Action.KEY_CREATE, Target.NONE, AuditFixture.NOW.minusSeconds(30));
        look(watch, IntentWatch.SILENT_SCANS + 1);
        awaitAllClosed();

        Entry intent = audit.records().getFirst().entry();
        Entry outcome = audit.records().getLast().entry();
        assertThat(outcome.phase()).isEqualTo("OUTCOME");
        assertThat(outcome.time()).isEqualTo(AuditFixture.NOW);
        assertThat(outcome.origin()).isEqualTo(intent.origin());
        assertThat(outcome.action()).isEqualTo("key.create");
        assertThat(outcome.subject()).isEqualTo(intent.subject());
        assertThat(outcome.facts())
                .isEqualTo(Entry.Facts.NONE.using("default", 3L).ended("UNKNOWN", 502L, "outcome-unknown"));
        assertThat(audit.verify().valid()).isTrue();
    }

    /** Its file has one process. */
    @Test
    void onAnEmbeddedDatabaseNobodyIsWaitedFor() {
        IntentWatch restarted = watch(audit, new DatabaseFiles(Path.of("linkgate.db")));
        killed.leaves("req-9", Action.KEY_CREATE, Target.NONE, AuditFixture.NOW);
        look(restarted, 1);
        awaitAllClosed();
        assertThat(results()).containsExactly("UNKNOWN");
    }

    @Test
    void processIsNotDeclaredDeadTooSoon() {
        killed.leaves("req-9", Action.KEY_CREATE, Target.NONE, AuditFixture.NOW);
        look(watch, IntentWatch.SILENT_SCANS);
        assertThat(phases()).containsExactly("INTENT");
    }

    @Test
    void longWriteIsLeftAlone() {
        audit.trail.write(audit.context(), Action.KEY_CREATE, Target.NONE, 201, intent -> {
            for (int i = 0; i < IntentWatch.LAST_SCAN * 2; i++) {
                givesASignOfLife(i);
                watch.scan();
                othersWatch.scan();
            }
            return "done";
        });
        assertThat(results()).containsExactly("SUCCEEDED");
        assertThat(audit.openIntents.all()).isEmpty();
    }

    @Test
    void databaseOutageMakesNoProcessLookDead() {
        audit.trail.write(audit.context(), Action.KEY_CREATE, Target.NONE, 201, intent -> {
            look(othersWatch, IntentWatch.SILENT_SCANS - 1);
            other.dataSource.failing = true;
            for (int i = 0; i < IntentWatch.LAST_SCAN; i++) {
                assertThatThrownBy(othersWatch::scan).isInstanceOf(RuntimeException.class);
            }
            other.dataSource.failing = false;
            look(othersWatch, 1);
            givesASignOfLife(0);
            look(othersWatch, IntentWatch.SILENT_SCANS - 1);
            return "done";
        });
        assertThat(results()).containsExactly("SUCCEEDED");
    }

    @Test
    void unstoredOutcomeIsStoredLater() {
        audit.trail.write(audit.context(), Action.KEY_CREATE, Target.NONE, 201, intent -> {
            audit.dataSource.failing = true;
            return "done";
        });
        audit.dataSource.failing = false;
        look(watch, IntentWatch.SILENT_SCANS + 1);
        awaitAllClosed();
        assertThat(results()).containsExactly("UNKNOWN");
    }

    @Test
    void storedOutcomeWhoseAnswerWasLostIsTheOnlyOne() {
        audit.trail.write(audit.context(), Action.KEY_CREATE, Target.NONE, 201, intent -> {
            audit.dataSource.losesAnswers = true;
            return "done";
        });
        audit.dataSource.losesAnswers = false;
        look(watch, IntentWatch.LAST_SCAN + 1);
        look(othersWatch, IntentWatch.LAST_SCAN + 1);
        settle();
        assertThat(results()).containsExactly("SUCCEEDED");
    }

    /** Other replicas take the process for dead and close its intent, while the commit of its own outcome hangs. */
    @Test
    void outcomeWhoseCommitHangsIsTheOnlyOne() throws Exception {
        AuditFixture hanging = new AuditFixture(database, AuditFixture.settings(Duration.ofMinutes(5)));
        switch (kind) {
            case SQLITE ->
                whileItWrites(hanging, hanging.dataSource::hang, gate -> {
                    hanging.dataSource.awaitHanging();
                    look(othersWatch, IntentWatch.LAST_SCAN + 1);
                    gate.countDown();
                });
            case POSTGRESQL ->
                whileItWrites(hanging, () -> new HeldHead(database), held -> {
                    try (HeldHead head = held) {
                        head.awaitWaiting(1);
                        look(othersWatch, IntentWatch.LAST_SCAN + 1);
                    }
                });
        }
        awaitAllClosed();
        hanging.close();
        settle();
        assertThat(results()).containsExactly("SUCCEEDED");
    }

    /** @param work what the write does; then it stores its outcome, and meanwhile something else happens */
    private static <T> void whileItWrites(AuditFixture replica, Supplier<T> work, ThrowingConsumer<T> meanwhile) {
        CompletableFuture<T> carriedOut = new CompletableFuture<>();
        CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(
                () -> replica.trail.write(
                        replica.context(),
                        Action.KEY_CREATE,
                        Target.NONE,
                        201,
                        intent -> carriedOut.complete(work.get())),
                Thread.ofPlatform()::start);
        written.exceptionally(failure -> !carriedOut.completeExceptionally(failure));
        meanwhile.accept(carriedOut.join());
        assertThat(written.join()).isTrue();
    }

    @Test
    void lateOutcomeOfALiveProcessIsStored() {
        audit.trail.write(audit.context(), Action.KEY_CREATE, Target.NONE, 201, intent -> {
            look(othersWatch, IntentWatch.SILENT_SCANS + 1);
            awaitAllClosed();
            return "done";
        });
        assertThat(results()).containsExactly("UNKNOWN", "SUCCEEDED");
    }

    @Test
    void oneReplicaClosesAnIntent() throws InterruptedException {
        IntStream.range(0, MANY)
                .forEach(i -> killed.leaves("req-" + i, Action.GRANT_PUT, Target.NONE, AuditFixture.NOW));
        try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
            for (IntentWatch each : List.of(watch, othersWatch, watch(audit), watch(other))) {
                replicas.execute(() -> look(each, IntentWatch.SILENT_SCANS + 3));
            }
        }
        awaitAllClosed();
        settle();

        assertThat(audit.records().stream()
                        .filter(record -> record.entry().phase().equals("OUTCOME"))
                        .map(record -> record.entry().origin().requestId()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> "req-" + i).toList());
        assertThat(audit.records()).extracting(AuditRecord::sequence).last().isEqualTo(2L * MANY);
        assertThat(audit.verify().valid()).isTrue();
    }

    @Test
    void intentWithoutItsRecordIsForgotten() {
        killed.leaves("req-9", Action.KEY_CREATE, Target.NONE, AuditFixture.NOW);
        audit.jdbc.sql("DELETE FROM audit_record").update();
        look(watch, IntentWatch.SILENT_SCANS + 1);
        assertThat(audit.openIntents.all()).isEmpty();
    }

    /** Then what Atlas has says nothing of it. */
    @Test
    void aWriteIsFollowedByALaterOneOfTheSameSubject() {
        killed.leaves("req-1", Action.ENDPOINT_REMOVE, AuditFixture.ENDPOINT, AuditFixture.NOW);
        killed.leaves("req-2", Action.TEAM_PUT, Target.NONE, AuditFixture.NOW);
        assertThat(later(1)).isEqualTo(Later.NOTHING);

        killed.leaves("req-3", Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, AuditFixture.NOW);
        assertThat(later(1)).isEqualTo(Later.OTHER);
        assertThat(later(3)).isEqualTo(Later.NOTHING);
    }

    private Later later(long sequence) {
        return IntentWatch.later(audit.reader, sequence, AuditFixture.ENDPOINT);
    }

    private void givesASignOfLife(int second) {
        TestReplicas.sendHeartbeat(audit.dataSource, audit.replica, AuditFixture.NOW.plusSeconds(second));
    }

    private static void look(IntentWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.scan();
        }
    }

    /** Waits for what the watches have given to the trail. */
    private void settle() {
        audit.log.close();
        other.log.close();
    }

    private void awaitAllClosed() {
        Patience.until(() -> audit.openIntents.all().isEmpty());
    }

    private List<String> phases() {
        return audit.records().stream().map(record -> record.entry().phase()).toList();
    }

    private List<String> results() {
        return audit.records().stream()
                .filter(record -> record.entry().phase().equals("OUTCOME"))
                .map(record -> String.valueOf(record.entry().facts().result()))
                .toList();
    }

    /** A transaction on PostgreSQL that holds the head of the chain, as one does whose commit takes long. */
    private static final class HeldHead implements AutoCloseable {

        private final JdbcClient database;
        private final Connection connection;

        HeldHead(DataSource dataSource) {
            database = JdbcClient.create(dataSource);
            try {
                connection = dataSource.getConnection();
                connection.setAutoCommit(false);
                try (Statement lock = connection.createStatement()) {
                    lock.execute("SELECT FROM audit_head FOR UPDATE");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits until so many statements wait for the head. */
        void awaitWaiting(int statements) {
            Patience.until(() -> waiting() >= statements);
        }

        private long waiting() {
            return database.sql("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                    .query(Long.class)
                    .single();
        }

        /** Ends the transaction, which has changed nothing. */
        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
