package dev.linkgate.gateway.idempotency;

import dev.linkgate.gateway.replica.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Renews the leases of this process's requests, all by one statement, until the requests or the process end.
 *
 * <p>A lease survives a few failed renewals, and replicas' clocks that differ by some seconds. It ends by itself also if
 * the end of its request could not be stored.
 */
@Component
class ClaimLeases implements Leases {

    static final Duration LENGTH = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(ClaimLeases.class);

    private final InstantSource clock;

    /** The ids of the claims at work, by their owners. */
    private final Map<String, String> claims = new ConcurrentHashMap<>();

    ClaimLeases(InstantSource clock) {
        this.clock = clock;
    }

    /** The end of a lease that begins now, unless it is renewed. */
    Instant end() {
        return clock.instant().plus(LENGTH);
    }

    void keep(String owner, String claim) {
        claims.put(owner, claim);
    }

    void drop(String owner) {
        claims.remove(owner);
    }

    @Override
    public void renew(JdbcClient connection) {
        Map<String, String> atWork = Map.copyOf(claims);
        if (atWork.isEmpty()) {
            return;
        }
        try {
            new ClaimStore(connection).renew(atWork, end());
        } catch (RuntimeException e) {
            log.warn("Could not renew the leases of {} requests: {}", atWork.size(), e.getMessage());
        }
    }
}
