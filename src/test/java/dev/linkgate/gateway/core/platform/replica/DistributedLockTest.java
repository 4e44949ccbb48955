package dev.linkgate.gateway.core.platform.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One holder at a time across replicas, even if other holders fail. */
class DistributedLockTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();

    private static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneHolderAtATime(TestDatabase database) throws Exception {
        DataSource source = database.migrated();
        List<DistributedLock> replicas = List.of(lockOn(source), lockOn(source));
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                DistributedLock replica = replicas.get(i % 2);
                all.add(callers.submit(() -> take(replica, PATIENCE, () -> {
                    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    assertThat(rows(source)).isEqualTo(1);
                    atWork.decrementAndGet();
                    return done.incrementAndGet();
                })));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(most).hasValue(1);
        assertThat(done).hasValue(40);
        assertThat(rows(source)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void lockOfAKilledHolderExpires(TestDatabase database) {
        DataSource source = database.migrated();
        JdbcClient.create(source)
                .sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES ('link', 'killed', ?)")
                .param(Micros.of(clock.instant().plus(LONGEST)))
                .update();
        DistributedLock lock = lockOn(source);
        assertThatThrownBy(() -> take(lock, Duration.ofMillis(50), () -> "mine"))
                .isInstanceOf(Late.class);

        clock.advance(LONGEST.plusSeconds(1));

        assertThat(take(lock, Duration.ofMillis(50), () -> "mine")).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    void formerHolderKnowsThatItsLockIsOver(TestDatabase database) {
        DataSource source = database.migrated();
        try (DistributedLock.Held slept =
                lockOn(source).acquire("link", LONGEST, PATIENCE, () -> true).orElseThrow()) {
            clock.advance(LONGEST.minusMillis(1));
            assertThat(slept.isHeld()).isTrue();

            clock.advance(Duration.ofMillis(1));
            assertThat(slept.isHeld()).isFalse();
            assertThat(lockOn(source).acquire("link", LONGEST, Duration.ZERO, () -> true))
                    .isEmpty();

            clock.advance(DatabaseClock.TOLERANCE.plusMillis(1));
            assertThat(take(lockOn(source), Duration.ZERO, () -> "mine")).isEqualTo("mine");
        }
    }

    /** Otherwise two removals at the same time could take a link's last endpoint. */
    @Test
    void replicaWhoseHostIsAnHourAheadTakesNoHeldLock() {
        DataSource source = TestDatabase.POSTGRESQL.migrated();
        DistributedLock right = lockOf(source, Duration.ZERO);
        DistributedLock wrong = lockOf(source, Duration.ofHours(1));
        try (DistributedLock.Held held =
                right.acquire("link", LONGEST, PATIENCE, () -> true).orElseThrow()) {
            assertThat(wrong.acquire("link", LONGEST, Duration.ZERO, () -> true))
                    .isEmpty();
            assertThat(held.isHeld()).isTrue();
        }
        assertThat(wrong.acquire("link", LONGEST, Duration.ZERO, () -> true))
                .as("nor a free one")
                .isEmpty();
    }

    /** The lock of a replica whose host's clock is that much ahead. */
    private static DistributedLock lockOf(DataSource source, Duration ahead) {
        return new DistributedLock(JdbcClient.create(source), Clocks.ahead(ahead));
    }

    /** The time was set by a clock that was wrong, or by hand. */
    @ParameterizedTest
    @EnumSource
    void lockFurtherAheadThanAnyLockIsOver(TestDatabase database) {
        DataSource source = database.migrated();
        JdbcClient.create(source)
                .sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES ('link', 'wrong clock', ?)")
                .param(Micros.of(Instant.parse("2500-01-01T00:00:00Z")))
                .update();

        assertThat(take(lockOn(source), Duration.ofMillis(50), () -> "mine")).isEqualTo("mine");
        assertThat(rows(source)).isZero();
    }

    /** The database answers when its caller waits no more, or its answer is lost. */
    @ParameterizedTest
    @EnumSource
    void aLockThatNobodyLearntOfIsFree(TestDatabase database) {
        DistributedLock lock = lockOn(database.migrated());
        List<BooleanSupplier> late = new ArrayList<>();
        for (Predicate<BooleanSupplier> asking :
                List.<Predicate<BooleanSupplier>>of(late::add, BooleanSupplier::getAsBoolean)) {
            assertThatThrownBy(() -> lock.acquire("link", LONGEST, PATIENCE, () -> true, question -> {
                        boolean unused = asking.test(question);
                        throw new Late();
                    }))
                    .isInstanceOf(Late.class);
            late.forEach(question -> assertThat(question.getAsBoolean()).isFalse());

            assertThat(take(lock, Duration.ofMillis(50), () -> "next")).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource
    void waiterThatMayNotWaitAnyLongerLeaves(TestDatabase database) {
        DataSource source = database.migrated();
        DistributedLock here = lockOn(source);
        DistributedLock there = lockOn(source);
        try (DistributedLock.Held held =
                here.acquire("link", LONGEST, PATIENCE, () -> true).orElseThrow()) {
            for (DistributedLock replica : List.of(here, there)) {
                assertThat(replica.acquire("link", LONGEST, PATIENCE, () -> false))
                        .isEmpty();
                assertThatThrownBy(() -> replica.acquire("link", LONGEST, PATIENCE, () -> {
                            throw new Late();
                        }))
                        .isInstanceOf(Late.class);
            }
        }
        for (DistributedLock replica : List.of(here, there)) {
            assertThat(take(replica, Duration.ofMillis(50), () -> "next")).isEqualTo("next");
        }
    }

    /** A wait of two seconds asks at its begin, after one second and before its end. */
    @Test
    void waiterIsAskedEverySecond() {
        DataSource source = TestDatabase.SQLITE.migrated();
        DistributedLock here = lockOn(source);
        DistributedLock there = lockOn(source);
        try (DistributedLock.Held held =
                here.acquire("link", LONGEST, PATIENCE, () -> true).orElseThrow()) {
            for (DistributedLock replica : List.of(here, there)) {
                List<Long> asked = new ArrayList<>();
                BooleanSupplier twice = () -> {
                    asked.add(System.nanoTime());
                    return asked.size() < 2;
                };
                assertThat(replica.acquire("link", LONGEST, PATIENCE, twice)).isEmpty();
                assertThat(Duration.ofNanos(asked.get(1) - asked.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitersOfAReplicaKeepTheirOrder(TestDatabase database) throws Exception {
        DistributedLock lock = lockOn(database.migrated());
        List<Integer> order = new CopyOnWriteArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            try (DistributedLock.Held held =
                    lock.acquire("link", LONGEST, PATIENCE, () -> true).orElseThrow()) {
                for (int i = 0; i < 10; i++) {
                    int number = i;
                    CountDownLatch waits = new CountDownLatch(1);
                    all.add(callers.submit(() -> {
                        // The third and the sixth give up, and their followers must not overtake others for it.
                        Optional<DistributedLock.Held> mine = lock.acquire("link", LONGEST, PATIENCE, () -> {
                            waits.countDown();
                            return number % 3 != 2;
                        });
                        mine.ifPresent(own -> {
                            order.add(number);
                            own.close();
                        });
                    }));
                    waits.await();
                }
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(order).containsExactly(0, 1, 3, 4, 6, 7, 9);
    }

    @ParameterizedTest
    @EnumSource
    void resultStandsIfTheReleaseFails(TestDatabase database) {
        DataSource source = database.migrated();
        String result = take(lockOn(source), PATIENCE, () -> {
            JdbcClient.create(source).sql("DROP TABLE link_lock").update();
            return "done";
        });
        assertThat(result).isEqualTo("done");
    }

    private DistributedLock lockOn(DataSource source) {
        return new DistributedLock(JdbcClient.create(source), DatabaseClock.ofHost(clock));
    }

    private static <T> T take(DistributedLock lock, Duration patience, Supplier<T> work) {
        try (DistributedLock.Held held =
                lock.acquire("link", LONGEST, patience, () -> true).orElseThrow(Late::new)) {
            return work.get();
        }
    }

    private static long rows(DataSource source) {
        return JdbcClient.create(source)
                .sql("SELECT COUNT(*) FROM link_lock")
                .query(Long.class)
                .single();
    }
}
