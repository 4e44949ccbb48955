package dev.linkgate.gateway.feature.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.platform.replica.DatabaseClock;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Replicas on one database, which share their tasks. */
@CapturesOutput
@OnEachDatabase
class TaskRunnerTest {

    private static final TaskSettings SETTINGS = new TaskSettings(Duration.ofSeconds(20), Duration.ofMillis(20));
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** What the time of the replicas is ahead of the real one, in which db-scheduler waits. */
    private volatile Duration ahead = Duration.ZERO;

    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private final List<TaskRunner> replicas = new ArrayList<>();
    private final DataSource database;
    private final TaskQueue queue;

    TaskRunnerTest(TestDatabase database) {
        this.database = database.migrated();
        queue = new TaskQueue(this.database, clock);
    }

    @AfterEach
    void stop() {
        replicas.stream().filter(TaskRunner::isRunning).forEach(TaskRunner::stop);
    }

    private void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    private TaskRunner replica(List<QueuedTask> queued, List<RecurringTask> recurring) {
        return replica(database, queued, recurring);
    }

    private TaskRunner replica(DataSource way, List<QueuedTask> queued, List<RecurringTask> recurring) {
        TaskRunner replica = new TaskRunner(
                way, RouteList.allFeatures(), queued, recurring, queue, SETTINGS, DatabaseClock.ofHost(clock));
        replicas.add(replica);
        replica.start();
        return replica;
    }

    private TaskRunner replica(RecurringTask recurring) {
        return replica(List.of(), List.of(recurring));
    }

    /** A replica's way to the database. */
    private static final class Way extends DelegatingDataSource {

        private volatile boolean cut;

        Way(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (cut) {
                throw new SQLException("the replica is cut off");
            }
            return super.getConnection();
        }
    }

    private interface Work {
        Duration run(TaskLease lease) throws InterruptedException;
    }

    private static RecurringTask recurring(Work work) {
        return new RecurringTask() {
            @Override
            public String name() {
                return "recurring-of-a-test";
            }

            @Override
            public Duration run(TaskLease lease) throws InterruptedException {
                return work.run(lease);
            }
        };
    }

    private static QueuedTask queued(BlockingQueue<String> done, Optional<Duration> pause) {
        return new QueuedTask() {
            @Override
            public String name() {
                return "queued-of-a-test";
            }

            @Override
            public Optional<Duration> run(String id, TaskLease lease) {
                done.add(id);
                return pause;
            }
        };
    }

    private long stored() {
        return JdbcClient.create(database)
                .sql("SELECT COUNT(*) FROM scheduled_tasks WHERE task_name LIKE '%-of-a-test'")
                .query(Long.class)
                .single();
    }

    @Test
    void whatIsQueuedIsDoneOnce() throws InterruptedException {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        replica(List.of(queued(done, Optional.empty())), List.of());
        replica(List.of(queued(done, Optional.empty())), List.of());

        assertThat(queue.add("queued-of-a-test", "one")).isTrue();

        assertThat(done.take()).isEqualTo("one");
        Patience.until(() -> stored() == 0);
        assertThat(done).isEmpty();
    }

    @Test
    void whatIsQueuedIsDoneAgainAfterItsPause() throws InterruptedException {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        replica(List.of(queued(done, Optional.of(LONG))), List.of());
        queue.add("queued-of-a-test", "one");
        assertThat(queue.add("queued-of-a-test", "one")).isFalse();
        assertThat(done.take()).isEqualTo("one");

        Patience.until(() -> waits("one"));
        advance(LONG);
        assertThat(done.take()).isEqualTo("one");

        Patience.until(() -> waits("one"));
        queue.hurry("queued-of-a-test", "one");
        assertThat(done.take()).isEqualTo("one");
    }

    private boolean waits(String id) {
        return JdbcClient.create(database)
                .sql("SELECT picked FROM scheduled_tasks WHERE task_instance = ?")
                .param(id)
                .query(Boolean.class)
                .optional()
                .filter(picked -> !picked)
                .isPresent();
    }

    @Test
    void aRecurringTaskWithShortPausesStaysWithOneReplicaUntilItStops() throws InterruptedException {
        BlockingQueue<Integer> times = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            replica(recurring(lease -> {
                times.add(number);
                return SHORT;
            }));
        }
        int first = times.take();
        for (int i = 0; i < 50; i++) {
            assertThat(times.take()).isEqualTo(first);
        }

        replicas.get(first).stop();
        times.clear();
        assertThat(times.take()).isEqualTo(1 - first);
    }

    @Test
    void aRecurringTaskWithALongPauseIsGivenBack() throws InterruptedException {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        replica(recurring(lease -> {
            done.add("done");
            return LONG;
        }));
        done.take();
        Patience.until(() -> waits("recurring"));
        assertThat(done).isEmpty();

        advance(LONG);
        done.take();
    }

    /** Its heartbeats stop, as those of a process that was killed, or sleeps. */
    @Test
    void whatASilentReplicaHadIsDoneByAnother() throws InterruptedException {
        BlockingQueue<TaskLease> leases = new LinkedBlockingQueue<>();
        CountDownLatch end = new CountDownLatch(1);
        RecurringTask task = recurring(lease -> {
            leases.add(lease);
            end.await();
            return LONG;
        });
        Way way = new Way(database);
        replica(way, List.of(), List.of(task));
        TaskLease lost = leases.take();
        assertThat(lost.isHeld()).isTrue();

        way.cut = true;
        advance(SETTINGS.lease().plusMillis(1));
        replica(task);
        TaskLease next = leases.poll(10, TimeUnit.SECONDS);
        while (next == null) { // a heartbeat was just under way
            advance(SETTINGS.lease().plusMillis(1));
            next = leases.poll(10, TimeUnit.SECONDS);
        }
        assertThat(lost.isHeld()).isFalse();
        Patience.until(next::isHeld);
        end.countDown();
        way.cut = false;
    }

    @Test
    void aStopEndsTheTurnAndWaitsForTheWork() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        TaskRunner replica = replica(recurring(lease -> {
            begun.countDown();
            assertThat(lease.pause(Duration.ofHours(1))).isFalse();
            assertThat(lease.continues()).isFalse();
            ended.countDown();
            return LONG;
        }));
        begun.await();
        replica.stop();
        assertThat(ended.getCount()).isZero();
        assertThat(waits("recurring")).isTrue();
    }

    @Test
    void aFailureIsReportedOnceAndTheTaskGoesOn(CapturedOutput output) throws InterruptedException {
        BlockingQueue<Integer> tries = new LinkedBlockingQueue<>();
        AtomicInteger number = new AtomicInteger();
        replica(recurring(lease -> {
            tries.add(number.incrementAndGet());
            if (number.get() < 3) {
                throw new IllegalStateException("out of order, in a test of tasks");
            }
            return SHORT;
        }));
        for (int i = 1; i <= 4; i++) {
            assertThat(tries.take()).isEqualTo(i);
        }
        assertThat(output).containsOnlyOnce("IllegalStateException: out of order, in a test of tasks");
    }

    @Test
    void upkeepThatFailsStopsNoOther(CapturedOutput output) {
        AtomicInteger done = new AtomicInteger();
        EveryMinute fails = () -> {
            throw new IllegalStateException("this upkeep fails in a test");
        };
        assertThat(new Upkeep(RouteList.allFeatures(), List.of(fails, done::incrementAndGet)).run(TaskLeases.HELD))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(done).hasValue(1);
        assertThat(output).contains("this upkeep fails in a test");

        new Upkeep(RouteList.allFeatures(), List.of(done::incrementAndGet)).run(TaskLeases.of(() -> false));
        assertThat(done).hasValue(1);
    }
}
