package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
class SnapshotsTest {

    private final TestDatabase kind;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final Replica here;
    private final Replica there;

    SnapshotsTest(TestDatabase kind) {
        this.kind = kind;
        database = kind.migrated();
        jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE word (name TEXT PRIMARY KEY, meaning TEXT NOT NULL)")
                .update();
        here = new Replica(database);
        there = new Replica(database);
    }

    /** A replica that holds a table of words in memory. */
    private static final class Replica {
        private final ManualClock clock = new ManualClock();
        private final JdbcClient jdbc;
        private final Snapshots snapshots;
        private final Snapshot<Map<String, String>> words;
        int loads;
        volatile @Nullable RuntimeException unreadable;

        Replica(DataSource database) {
            jdbc = JdbcClient.create(database);
            snapshots = new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read);
            words = snapshots.of("words", this::load);
        }

        private Map<String, String> load() {
            loads++;
            RuntimeException failure = unreadable;
            if (failure != null) {
                throw failure;
            }
            return jdbc
                    .sql("SELECT name, meaning FROM word")
                    .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                    .list()
                    .stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        void put(String name, String meaning) {
            words.change(() -> store(jdbc, name, meaning));
        }

        void remove(String name) {
            words.change(() ->
                    jdbc.sql("DELETE FROM word WHERE name = ?").param(name).update());
        }
    }

    private static int store(JdbcClient jdbc, String name, String meaning) {
        return jdbc.sql("INSERT INTO word (name, meaning) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET meaning = excluded.meaning")
                .params(name, meaning)
                .update();
    }

    private long counter() {
        return jdbc.sql("SELECT number FROM change_counter WHERE topic = 'words'")
                .query(Long.class)
                .single();
    }

    /** The contract's bound for a revocation through another replica is five. */
    @Test
    void changesAreCheckedWithinThreeSeconds() {
        assertThat(Snapshots.INTERVAL).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void allIsReadOnceAfterAnyNumberOfChanges() {
        here.put("link", "a connection");
        assertThat(there.words.get()).containsOnlyKeys("link");

        here.put("team", "people");
        here.put("team", "people who share keys");
        here.remove("link");
        there.snapshots.poll();

        assertThat(there.words.get()).isEqualTo(here.words.get()).containsOnlyKeys("team");
        assertThat(there.words.get()).containsEntry("team", "people who share keys");
        assertThat(there.loads).isEqualTo(2);
        there.snapshots.poll();
        assertThat(there.loads).as("nothing has changed").isEqualTo(2);
    }

    @Test
    void ownChangeShowsWhatOthersHaveChangedBefore() {
        assertThat(here.words.get()).isEmpty();
        there.put("link", "a connection");

        here.put("team", "people");

        assertThat(here.words.get()).containsOnlyKeys("link", "team");
    }

    @Test
    void latestShowsWhatOthersHaveChanged() {
        assertThat(here.words.get()).isEmpty();
        there.put("link", "a connection");

        assertThat(here.words.get()).isEmpty();
        assertThat(here.words.latest()).containsOnlyKeys("link");
        assertThat(here.words.get()).containsOnlyKeys("link");
    }

    @Test
    void restoredBackupIsReadAsAWhole() {
        here.put("link", "a connection");
        here.put("team", "people");
        jdbc.sql("DELETE FROM word WHERE name = 'team'").update();
        jdbc.sql("UPDATE change_counter SET number = 1").update();

        here.snapshots.poll();

        assertThat(here.words.get()).containsOnlyKeys("link");
    }

    /** A later version's data, which this one cannot read, although the database answers. */
    @Test
    void readinessShowsThatChangesCannotBeRead() {
        ChangesHealth health = new ChangesHealth(here.snapshots, here.clock::read);
        here.put("link", "a connection");
        jdbc.sql("ALTER TABLE word RENAME TO elsewhere").update();
        putByAnotherVersion();

        here.clock.advance(Duration.ofSeconds(4));
        here.snapshots.poll();
        awaitStatus(health, Status.UP);
        assertThat(here.words.isCurrent()).isTrue();

        here.clock.advance(Duration.ofSeconds(1));
        here.snapshots.poll();
        awaitStatus(health, Status.OUT_OF_SERVICE);
        assertThat(here.words.isCurrent()).isFalse();
        assertThat(here.words.get()).as("the last value").containsOnlyKeys("link");

        jdbc.sql("ALTER TABLE elsewhere RENAME TO word").update();
        here.clock.advance(Duration.ofSeconds(1));
        awaitStatus(health, Status.UP);
    }

    private static void awaitStatus(ChangesHealth health, Status status) {
        Patience.until(() -> health.health().getStatus(), status::equals);
    }

    @Test
    void databaseThatHangsConfirmsNothing() throws Exception {
        assumeThat(kind).as("SQLite's readers wait for nobody").isEqualTo(TestDatabase.POSTGRESQL);
        assertThat(here.words.get()).isEmpty();
        try (Connection locking = database.getConnection();
                ExecutorService polls = Executors.newVirtualThreadPerTaskExecutor()) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("LOCK TABLE change_counter IN ACCESS EXCLUSIVE MODE");
            here.clock.advance(Duration.ofSeconds(5));
            Future<?> poll = polls.submit(here.snapshots::poll);

            assertThat(here.words.confirm()).isFalse();

            locking.rollback();
            poll.get();
        }
        assertThat(here.words.confirm()).isTrue();
    }

    /** It holds up neither the callers nor the database. */
    @Test
    void callersShareTheQuestionToADatabaseThatIsAway() {
        AtomicInteger questions = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean();
        DataSource unreliable = new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                questions.incrementAndGet();
                if (away.get()) {
                    throw new SQLTransientConnectionException("it is away");
                }
                return super.getConnection();
            }
        };
        Replica lonely = new Replica(unreliable);
        there.put("link", "a connection");
        assertThat(lonely.words.confirm()).isTrue();
        away.set(true);
        questions.set(0);
        lonely.clock.advance(Duration.ofSeconds(5));

        assertThat(lonely.words.confirm()).isFalse();
        for (int i = 0; i < 1000; i++) {
            assertThat(lonely.words.confirm()).isFalse();
        }
        assertThat(questions).as("while its clock stands").hasValue(1);

        there.put("team", "people");
        away.set(false);
        lonely.clock.advance(Duration.ofMillis(100));
        Patience.until(lonely.words::confirm);
        assertThat(lonely.words.get()).containsKey("team");
    }

    private void putByAnotherVersion() {
        jdbc.sql("UPDATE change_counter SET number = number + 1 WHERE topic = 'words'")
                .update();
    }

    @ParameterizedTest
    @MethodSource
    void changeStandsThoughItCannotBeReadAfterIt(RuntimeException failure) {
        here.put("link", "a connection");
        here.unreadable = failure;
        here.put("team", "people");
        assertThat(here.words.get()).doesNotContainKey("team");

        here.unreadable = null;
        here.snapshots.poll();
        assertThat(Patience.until(here.words::get, words -> words.containsKey("team")))
                .containsEntry("team", "people");
    }

    static List<RuntimeException> changeStandsThoughItCannotBeReadAfterIt() {
        return List.of(new QueryTimeoutException("no answer in time"), new IllegalStateException("by hand"));
    }

    @Test
    void failedChangeLeavesNoTrace() {
        here.put("link", "a connection");
        long before = counter();

        assertThatThrownBy(() -> here.words.change(() -> {
                    store(here.jdbc, "link", "something else");
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");

        assertThat(counter()).isEqualTo(before);
        assertThat(here.words.latest()).containsEntry("link", "a connection");
        here.put("team", "people");
        there.snapshots.poll();
        assertThat(there.words.get()).isEqualTo(here.words.get());
    }
}
