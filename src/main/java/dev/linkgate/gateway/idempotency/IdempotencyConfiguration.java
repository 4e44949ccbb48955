package dev.linkgate.gateway.idempotency;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Renews leases from the start until all requests have ended. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    @Bean(initMethod = "start")
    ClaimHeartbeat leases(ClaimStore store, InstantSource clock) {
        return new ClaimHeartbeat(store, clock);
    }
}
