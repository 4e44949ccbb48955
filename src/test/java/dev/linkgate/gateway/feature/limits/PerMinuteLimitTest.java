package dev.linkgate.gateway.feature.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PerMinuteLimitTest {

    private static final int LIMIT = 3;

    private final ManualClock clock = new ManualClock();
    private final PerMinuteLimit shares = new PerMinuteLimit(LIMIT, clock);

    @Test
    void usedUpShareWaitsForTheNextMinute() {
        assertThat(take("a")).isEqualTo(standing(true, 2, 60));
        clock.advance(Duration.ofSeconds(20));
        assertThat(take("a")).isEqualTo(standing(true, 1, 40));
        assertThat(take("a")).isEqualTo(standing(true, 0, 40));
        assertThat(take("a")).isEqualTo(standing(false, 0, 40));
        clock.advance(Duration.ofSeconds(39));
        assertThat(take("a")).isEqualTo(standing(false, 0, 1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(take("a")).isEqualTo(standing(true, 2, 60));
    }

    @Test
    void whetherAShareIsUsedUpIsToldWithoutARequest() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(shares.usedUp("a")).isEmpty();
            take("a");
        }
        assertThat(shares.usedUp("a")).contains(Duration.ofMinutes(1));
        assertThat(shares.usedUp("b")).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(shares.usedUp("a")).isEmpty();
        assertThat(take("a")).isEqualTo(standing(true, 2, 60));
    }

    @Test
    void aMinuteBeginsWithTheFirstRequestAfterTheLastOne() {
        take("a");
        clock.advance(Duration.ofSeconds(90));
        assertThat(take("a")).isEqualTo(standing(true, 2, 60));
    }

    @Test
    void newLimitHoldsWithinTheMinute() {
        AtomicInteger limit = new AtomicInteger(4);
        PerMinuteLimit changing = new PerMinuteLimit(limit::get, clock);
        assertThat(changing.take("a").remaining()).isEqualTo(3);
        assertThat(changing.take("a").remaining()).isEqualTo(2);
        limit.set(2);
        assertThat(changing.take("a")).isEqualTo(new PerMinuteLimit.Standing(false, 2, 0, Duration.ofMinutes(1)));
        limit.set(4);
        assertThat(changing.take("a")).isEqualTo(new PerMinuteLimit.Standing(true, 4, 0, Duration.ofMinutes(1)));
    }

    @Test
    void secondsAreRoundedUp() {
        take("a");
        clock.advance(Duration.ofMillis(59_999));
        assertThat(take("a").resetSeconds()).isEqualTo(1);
    }

    @Test
    void concurrentRequestsKeepTheShare() throws Exception {
        PerMinuteLimit large = new PerMinuteLimit(1_000, clock);
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 4_000; i++) {
                all.add(threads.submit(() -> large.take("a").granted()));
            }
        }
        int granted = 0;
        for (Future<Boolean> one : all) {
            granted += one.get() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1_000);
    }

    private PerMinuteLimit.Standing take(String team) {
        return shares.take(team);
    }

    private static PerMinuteLimit.Standing standing(boolean granted, int remaining, int seconds) {
        return new PerMinuteLimit.Standing(granted, LIMIT, remaining, Duration.ofSeconds(seconds));
    }
}
