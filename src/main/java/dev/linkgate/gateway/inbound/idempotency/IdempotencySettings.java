package dev.linkgate.gateway.inbound.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of idempotency keys.
 *
 * @param keep how long after the first request with a key its answer is replayed
 */
@ConfigurationProperties("linkgate.idempotency")
record IdempotencySettings(@DefaultValue("24h") Duration keep) {

    /** @throws IllegalArgumentException if the duration is not positive */
    IdempotencySettings {
        if (!keep.isPositive()) {
            throw new IllegalArgumentException("linkgate.idempotency.keep must be positive");
        }
    }
}
