package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Takes this replica out of service while its host's clock is wrong, and shows by how much. */
@Component("clock")
final class ClockHealth implements HealthIndicator {

    private static final double MILLIS = 1e3;

    private final DatabaseClock clock;

    ClockHealth(DatabaseClock clock, MeterRegistry meters) {
        this.clock = clock;
        Metric.CLOCK_OFFSET
                .secondsGauge(clock, known -> known.offset().toMillis() / MILLIS)
                .register(meters);
    }

    @Override
    public Health health() {
        return (clock.isTrusted() ? Health.up() : Health.outOfService()).build();
    }
}
