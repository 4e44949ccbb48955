package dev.linkgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.annotation.Scheduled;

class SnapshotsTest {

    /** The contract's bound for a revocation through another replica is five. */
    @Test
    void changesAreCheckedWithinThreeSeconds() throws Exception {
        Scheduled schedule = Snapshots.class.getMethod("poll").getAnnotation(Scheduled.class);

        assertThat(Duration.ofMillis(schedule.fixedDelay())).isPositive().isLessThan(Duration.ofSeconds(3));
    }
}
