package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnEachDatabase
class UsedCountStoreTest {

    private final ManualClock clock = new ManualClock();
    private final JdbcClient jdbc;
    private final UsedCountStore here;
    private final UsedCountStore there;

    UsedCountStoreTest(TestDatabase database) {
        jdbc = JdbcClient.create(database.migrated());
        here = new UsedCountStore(jdbc, clock);
        there = new UsedCountStore(jdbc, clock);
    }

    private DigestNonce nonce(long random) {
        return new DigestNonce(Micros.of(clock.instant()), random);
    }

    @Test
    void onlyOldCountsAreRemoved() {
        DigestNonce old = nonce(1);
        here.take(old, 1);
        clock.advance(Duration.ofMinutes(4));
        here.take(nonce(2), 1);

        here.everyMinute();
        assertThat(there.take(old, 1)).as("a clock may be behind by minutes").isFalse();

        clock.advance(Duration.ofMinutes(2));
        here.everyMinute();
        assertThat(jdbc.sql("SELECT random FROM digest_count").query(Long.class).list())
                .containsExactly(2L);
    }
}
