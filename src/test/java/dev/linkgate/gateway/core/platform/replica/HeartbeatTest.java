package dev.linkgate.gateway.core.platform.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Replicas on one database, which show each other that they live. */
@OnEachDatabase
class HeartbeatTest {

    private final ManualClock clock = new ManualClock();
    private final Replica one = new Replica();
    private final Replica two = new Replica();
    private final DataSource database;
    private final JdbcClient jdbc;
    private final ReplicaStore replicas;
    private ReplicaCount count;

    HeartbeatTest(TestDatabase database) {
        this.database = database.migrated();
        jdbc = JdbcClient.create(this.database);
        replicas = TestReplicas.on(this.database);
        count = new ReplicaCount(new DatabaseFiles(null));
    }

    private Heartbeat heartbeat(Replica replica) {
        return heartbeat(replica, () -> {});
    }

    private Heartbeat heartbeat(Replica replica, Runnable shutdown) {
        return new Heartbeat(
                replicas,
                database,
                replica,
                count,
                DatabaseClock.ofHost(clock),
                TestDatabase.readBy("0.4.0"),
                shutdown);
    }

    /** So that what a newer version has stored is not overlooked by an older one beside it. */
    @Test
    void replicaThatANewerVersionKeepsOutEndsOnce() {
        AtomicInteger shutdowns = new AtomicInteger();
        Heartbeat heartbeat = heartbeat(one, shutdowns::incrementAndGet);
        heartbeat.send();
        assertThat(shutdowns).hasValue(0);

        jdbc.sql("UPDATE oldest_reader SET version = '0.5.0'").update();
        heartbeat.send();
        heartbeat.send();

        Patience.until(shutdowns::get, count -> count == 1);
    }

    @Test
    void replicaIsOnTheListFromStartToEnd() {
        Heartbeat heartbeat = heartbeat(one);
        heartbeat.start();
        Patience.until(replicas::heartbeats, found -> found.keySet().equals(Set.of(one.id())));

        heartbeat.close();
        assertThat(replicas.heartbeats()).isEmpty();
    }

    @Test
    void replicaSilentForADayIsForgotten() {
        heartbeat(one).send();
        clock.advance(Duration.ofDays(1).plusMillis(1));
        try (Heartbeat started = heartbeat(two)) {
            started.start();
            assertThat(replicas.heartbeats()).doesNotContainKey(one.id());
        }
    }

    @Test
    void theReplicasAreCountedAtEachHeartbeat() {
        assertThat(count.living()).isOne();
        heartbeat(one).send();
        assertThat(count.living()).isOne();
        heartbeat(two).send();
        assertThat(count.living()).isEqualTo(2);

        replicas.leave(two);
        heartbeat(one).send();
        assertThat(count.living()).isOne();
    }

    @Test
    void replicaSilentFor15SecondsDoesNotCount() {
        heartbeat(one).send();
        heartbeat(two).send();
        clock.advance(Duration.ofSeconds(15).minusMillis(1));
        heartbeat(one).send();
        assertThat(count.living()).isEqualTo(2);

        clock.advance(Duration.ofMillis(1));
        heartbeat(one).send();
        assertThat(count.living()).isOne();
    }

    @Test
    void lastNumberStandsWhileTheDatabaseFails() {
        heartbeat(one).send();
        heartbeat(two).send();
        jdbc.sql("ALTER TABLE replica RENAME TO gone").update();
        heartbeat(one).send();
        assertThat(count.living()).isEqualTo(2);
    }

    @Test
    void gatewayWithADatabaseFileIsAlone() {
        count = new ReplicaCount(new DatabaseFiles(Path.of("linkgate.db")));
        heartbeat(one).send();
        heartbeat(two).send();
        assertThat(count.living()).isOne();
    }

    /** A killed process has left them. */
    @Test
    void gatewayWithADatabaseFileWaitsForNoLease() {
        assertThat(leasesLeftBy(new DatabaseFiles(null))).isEqualTo(2);
        assertThat(leasesLeftBy(new DatabaseFiles(Path.of("linkgate.db")))).isZero();
    }

    private long leasesLeftBy(DatabaseFiles files) {
        jdbc.sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES ('a link', 'killed', ?)"
                        + " ON CONFLICT DO NOTHING")
                .param(Long.MAX_VALUE)
                .update();
        jdbc.sql("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,"
                        + " last_heartbeat, version) VALUES ('a task', 'recurring', 1, ?, 'killed', 1, 1)"
                        + " ON CONFLICT DO NOTHING")
                .param(true)
                .update();
        count = new ReplicaCount(files);
        try (Heartbeat started = heartbeat(one)) {
            started.start();
            return jdbc.sql("SELECT (SELECT COUNT(*) FROM link_lock)"
                            + " + (SELECT COUNT(*) FROM scheduled_tasks WHERE picked = ?)")
                    .param(true)
                    .query(Long.class)
                    .single();
        }
    }
}
