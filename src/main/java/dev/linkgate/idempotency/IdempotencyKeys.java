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
class IdempotencyKeys {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final int PURGE_BATCH = 500;
    private static final long PURGE_MILLIS = 60_000;

    private final ClaimStore store;
    private final ClaimHeartbeat heartbeat;
    private final IdempotencySettings settings;
    private final InstantSource clock;

    IdempotencyKeys(ClaimStore store, ClaimHeartbeat heartbeat, IdempotencySettings settings, InstantSource clock) {
        this.store = store;
        this.heartbeat = heartbeat;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a request finds under its key. */
    sealed interface ClaimResult {

        /**
         * Nobody is at work: the request is, from now on.
         *
         * @param resumed whether an earlier try may have been carried out
         */
        record Mine(KeyedRequest request, String owner, boolean resumed) implements ClaimResult {}

        record Answered(StoredResponse answer) implements ClaimResult {}

        record Running() implements ClaimResult {}

        record OtherRequest() implements ClaimResult {}
    }

    /** @throws DataAccessException if the database does not answer; nothing must be done then */
    ClaimResult claim(KeyedRequest request) {
        String owner = UUID.randomUUID().toString();
        while (true) {
            Instant now = clock.instant();
            if (store.insert(new Claim(request, owner, heartbeat.end(), now.plus(settings.keep()), null))) {
                return mine(request, owner, false);
            }
            Optional<Claim> stored = store.find(request.id());
            if (stored.isEmpty()) {
                continue; // released just now
            }
            Claim claim = stored.get();
            if (claim.isOver(now)) {
                store.remove(claim);
            } else if (!claim.request().equals(request)) {
                return new ClaimResult.OtherRequest();
            } else if (claim.answer() != null) {
                return new ClaimResult.Answered(claim.answer());
            } else if (claim.isRunning(now)) {
                return new ClaimResult.Running();
            } else if (store.takeOver(claim, owner, heartbeat.end())) {
                return mine(request, owner, true);
            }
        }
    }

    private ClaimResult mine(KeyedRequest request, String owner, boolean resumed) {
        heartbeat.keep(owner);
        return new ClaimResult.Mine(request, owner, resumed);
    }

    /** The request has its answer, which others get from now on. */
    void answered(ClaimResult.Mine claim, StoredResponse answer) {
        end(claim, () -> store.answer(claim.request().id(), claim.owner(), answer));
    }

    /** Nobody can say how the request ended: the next one goes on with it. */
    void open(ClaimResult.Mine claim) {
        end(claim, () -> store.endLease(claim.request().id(), claim.owner()));
    }

    /** The request did nothing. */
    void released(ClaimResult.Mine claim) {
        end(claim, () -> store.release(claim.request().id(), claim.owner()));
    }

    /** What the request did stands, whether or not its end can be stored: then its lease runs out by itself. */
    private void end(ClaimResult.Mine claim, BooleanSupplier change) {
        heartbeat.drop(claim.owner());
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
