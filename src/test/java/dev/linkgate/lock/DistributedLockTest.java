package dev.linkgate.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.store.Micros;
import dev.linkgate.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
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
                .sql("INSERT INTO turn (subject, holder, until) VALUES ('link', 'killed', ?)")
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
    void resultStandsIfTheReleaseFails(TestDatabase database) {
        DataSource source = database.migrated();
        String result = take(lockOn(source), PATIENCE, () -> {
            JdbcClient.create(source).sql("DROP TABLE turn").update();
            return "done";
        });
        assertThat(result).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void failedWorkReleasesTheLock(TestDatabase database) {
        DataSource source = database.migrated();
        DistributedLock lock = lockOn(source);
        assertThatThrownBy(() -> take(lock, PATIENCE, () -> {
                    throw new IllegalArgumentException("of the work");
                }))
                .hasMessage("of the work");
        assertThat(take(lock, Duration.ofMillis(50), () -> "next")).isEqualTo("next");
    }

    private DistributedLock lockOn(DataSource source) {
        return new DistributedLock(JdbcClient.create(source), clock);
    }

    private static <T> T take(DistributedLock lock, Duration patience, Supplier<T> work) {
        try (DistributedLock.Held held = lock.acquire("link", LONGEST, patience).orElseThrow(Late::new)) {
            return work.get();
        }
    }

    private static long rows(DataSource source) {
        return JdbcClient.create(source)
                .sql("SELECT COUNT(*) FROM turn")
                .query(Long.class)
                .single();
    }
}
