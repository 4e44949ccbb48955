package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.replica.Leases;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Renews the leases of this process's requests, all by one statement, until the requests or the process end, and stores
 * the ends that could not be stored when their requests ended. A lease survives a few failed renewals; its holder knows
 * when it may be over.
 */
@Component
class ClaimLeases implements Leases {

    static final Duration LENGTH = Duration.ofSeconds(15);

    static final Failure LOST = Failure.of(
            ProblemCode.IDEMPOTENCY_IN_PROGRESS,
            "This replica of the gateway was cut off, so another one may carry out the request. Repeat it to get its answer.");

    private static final Logger log = LoggerFactory.getLogger(ClaimLeases.class);

    private final DatabaseClock clock;

    /** The leases of the claims at work, by their owners. */
    private final Map<String, Lease> held = new ConcurrentHashMap<>();

    /**
     * How those requests ended whose ends are not stored yet, by their owners: each returns false if another try owns
     * the claim by now. They are few, because no claim can be taken meanwhile.
     */
    private final Map<String, Predicate<ClaimStore>> ends = new ConcurrentHashMap<>();

    ClaimLeases(DatabaseClock clock) {
        this.clock = clock;
    }

    private static final class Lease {
        private final String claim;
        private volatile Instant end;

        Lease(String claim, Instant end) {
            this.claim = claim;
            this.end = end;
        }
    }

    /** Whether this replica may take claims. */
    boolean mayTake() {
        return clock.isTrusted();
    }

    /** The end of a lease that begins now, unless it is renewed. */
    Instant end() {
        return clock.instant().plus(LENGTH);
    }

    /**
     * Renews a lease from now on.
     *
     * @param end as it is stored
     * @return holds while the lease surely lasts
     */
    Right keep(String owner, String claim, Instant end) {
        Lease lease = new Lease(claim, end);
        held.put(owner, lease);
        return Right.whileHeld(() -> clock.isSurelyBefore(lease.end), LOST);
    }

    void drop(String owner) {
        held.remove(owner);
    }

    /**
     * Stores an end as soon as the database answers.
     *
     * @param end returns false if another try owns the claim by now
     */
    void storeLater(String owner, Predicate<ClaimStore> end) {
        ends.put(owner, end);
    }

    @Override
    public void renew(JdbcClient connection) {
        ClaimStore store = new ClaimStore(connection);
        try {
            ends.forEach((owner, end) -> {
                if (!end.test(store)) {
                    log.debug("A later try has the key of a request whose end was stored late");
                }
                ends.remove(owner);
            });
            renew(store, Map.copyOf(held));
        } catch (DataAccessException e) {
            log.warn(
                    "Could not renew the leases of {} requests, or store the ends of {}: {}",
                    held.size(),
                    ends.size(),
                    e.getMessage());
        }
    }

    private void renew(ClaimStore store, Map<String, Lease> atWork) {
        if (atWork.isEmpty()) {
            return;
        }
        Instant end = end();
        Set<String> claims = atWork.values().stream().map(lease -> lease.claim).collect(Collectors.toSet());
        Set<String> renewed = store.renew(claims, atWork.keySet(), end);
        atWork.forEach((owner, lease) -> lease.end = renewed.contains(owner) ? end : Instant.EPOCH);
    }
}
