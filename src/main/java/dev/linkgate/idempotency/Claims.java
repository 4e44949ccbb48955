package dev.linkgate.idempotency;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Sees to it that of all requests with one key, on whichever replica, one at a time is at work, and none once there is
 * an answer.
 */
@Service
class Claims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final int PURGE_BATCH = 500;
    private static final long PURGE_MILLIS = 60_000;

    private final ClaimStore store;
    private final Leases leases;
    private final IdempotencySettings settings;
    private final InstantSource clock;

    Claims(ClaimStore store, Leases leases, IdempotencySettings settings, InstantSource clock) {
        this.store = store;
        this.leases = leases;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a request finds under its key. */
    sealed interface Found {

        /**
         * Nobody is at work: the request is, from now on.
         *
         * @param resumed whether an earlier try may have been carried out
         */
        record Mine(KeyedRequest request, String owner, boolean resumed) implements Found {}

        record Answered(FirstAnswer answer) implements Found {}

        record Running() implements Found {}

        record OtherRequest() implements Found {}
    }

    /** @throws DataAccessException if the database does not answer; nothing must be done then */
    Found claim(KeyedRequest request) {
        String owner = UUID.randomUUID().toString();
        while (true) {
            Instant now = clock.instant();
            if (store.insert(new Claim(request, owner, leases.end(), now.plus(settings.keep()), null))) {
                return mine(request, owner, false);
            }
            Optional<Claim> there = store.find(request.id());
            if (there.isEmpty()) {
                continue; // released just now
            }
            Claim claim = there.get();
            if (claim.isOver(now)) {
                store.remove(claim);
            } else if (!claim.request().equals(request)) {
                return new Found.OtherRequest();
            } else if (claim.answer() != null) {
                return new Found.Answered(claim.answer());
            } else if (claim.isRunning(now)) {
                return new Found.Running();
            } else if (store.takeOver(claim, owner, leases.end())) {
                return mine(request, owner, true);
            }
        }
    }

    private Found mine(KeyedRequest request, String owner, boolean resumed) {
        leases.keep(owner);
        return new Found.Mine(request, owner, resumed);
    }

    /** The request has its answer, which others get from now on. */
    void answered(Found.Mine claim, FirstAnswer answer) {
        end(claim, () -> store.answer(claim.request().id(), claim.owner(), answer));
    }

    /** Nobody can say how the request ended: the next one goes on with it. */
    void open(Found.Mine claim) {
        end(claim, () -> store.endLease(claim.request().id(), claim.owner()));
    }

    /** The request did nothing. */
    void released(Found.Mine claim) {
        end(claim, () -> store.release(claim.request().id(), claim.owner()));
    }

    /** What the request did stands, whether or not its end can be stored: then its lease runs out by itself. */
    private void end(Found.Mine claim, BooleanSupplier change) {
        leases.drop(claim.owner());
        try {
            if (!change.getAsBoolean()) {
                log.warn("A request lost its idempotency key to a later try, for its lease had run out");
            }
        } catch (DataAccessException e) {
            log.warn("Could not store how a request with an idempotency key ended: {}", e.getMessage());
        }
    }

    /** Removes what is over, in small steps, so that nobody has to wait for long. */
    @Scheduled(fixedDelay = PURGE_MILLIS)
    public void purge() {
        try {
            int removed;
            do {
                removed = store.removeOver(clock.instant(), PURGE_BATCH);
            } while (removed == PURGE_BATCH);
        } catch (DataAccessException e) {
            log.warn("Could not remove old idempotency keys: {}", e.getMessage());
        }
    }
}
