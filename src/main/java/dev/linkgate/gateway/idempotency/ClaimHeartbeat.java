package dev.linkgate.gateway.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of this process's requests, all by one statement, until the requests or the process end.
 *
 * <p>A lease survives a few failed renewals, and replicas' clocks that differ by some seconds. It uses its own thread
 * because Spring's scheduler stops before a shutdown has let running requests finish.
 */
final class ClaimHeartbeat implements AutoCloseable {

    static final Duration LENGTH = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(ClaimHeartbeat.class);
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final ClaimStore store;
    private final InstantSource clock;
    private final Set<String> owners = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().name("idempotency-leases").daemon().unstarted(this::renewUntilClosed);

    ClaimHeartbeat(ClaimStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** The end of a lease that begins now, unless it is renewed. */
    Instant end() {
        return clock.instant().plus(LENGTH);
    }

    void keep(String owner) {
        owners.add(owner);
    }

    void drop(String owner) {
        owners.remove(owner);
    }

    void renew() {
        Set<String> atWork = Set.copyOf(owners);
        if (atWork.isEmpty()) {
            return;
        }
        try {
            store.renew(atWork, end());
        } catch (RuntimeException e) {
            log.warn("Could not renew the leases of {} requests: {}", atWork.size(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void renewUntilClosed() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                renew();
            }
        } catch (InterruptedException closed) {
            // No request is under way any more.
        }
    }
}
