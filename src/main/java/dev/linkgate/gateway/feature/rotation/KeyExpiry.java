package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Shows as metrics that API keys are about to expire, so that they are replaced before. */
@Component
final class KeyExpiry {

    private static final List<Duration> WARNINGS = List.of(Duration.ofDays(7), Duration.ofDays(30));

    private final Access access;

    KeyExpiry(Access access, MeterRegistry meters) {
        this.access = access;
        for (Duration warning : WARNINGS) {
            Metric.KEYS_EXPIRING
                    .gauge(this, keys -> keys.expiringWithin(warning))
                    .tag("within", warning.toDays() + "d")
                    .register(meters);
        }
        Metric.KEYS_NEXT_EXPIRY.secondsGauge(this, KeyExpiry::secondsToNext).register(meters);
    }

    private double expiringWithin(Duration time) {
        Instant now = access.now();
        return expiries(now).filter(expiry -> expiry.isBefore(now.plus(time))).count();
    }

    private double secondsToNext() {
        Instant now = access.now();
        return expiries(now)
                .mapToDouble(expiry -> Duration.between(now, expiry).toSeconds())
                .min()
                .orElse(Double.NaN);
    }

    /**
     * The times at which the valid keys expire, if they do. Keys that were rotated are left out: they are replaced
     * already.
     */
    private Stream<Instant> expiries(Instant now) {
        return access.snapshot().keys().values().stream()
                .filter(key -> key.replacedById() == null)
                .map(StoredKey::expiresAt)
                .filter(expiry -> expiry != null && expiry.isAfter(now));
    }
}
