package dev.linkgate.gateway.core.atlas.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final ManualClock clock = new ManualClock();
    private final RetryBudget budget = new RetryBudget(clock);

    @Test
    void allowsTheFloorAndAShareOfAllRequests() {
        long repeated = IntStream.range(0, 1_000)
                .filter(request -> {
                    budget.pay();
                    return budget.take();
                })
                .count();

        assertThat(repeated).isBetween(100L, 110L);
    }

    @Test
    void comesBackWithTimeButNeverAboveTheFloor() {
        drain();
        assertThat(budget.take()).isFalse();

        clock.advance(Duration.ofSeconds(3));
        assertThat(drain()).isEqualTo(3);

        clock.advance(Duration.ofDays(1));
        assertThat(drain()).isEqualTo(10);
    }

    @Test
    void savesNothingUpWithoutFailures() {
        IntStream.range(0, 100_000).forEach(request -> budget.pay());

        assertThat(drain()).isEqualTo(10);
    }

    private int drain() {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }
}
