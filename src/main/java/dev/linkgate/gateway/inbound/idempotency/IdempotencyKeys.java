package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.task.EveryMinute;
import dev.linkgate.gateway.trail.audit.RequiredDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;

/**
 * Makes sure that of all requests with one key, on all replicas, one at a time is carried out, and none once there is
 * an answer.
 */
@Service
class IdempotencyKeys implements EveryMinute {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final int PURGE_BATCH = 500;

    private final ClaimStore store;
    private final ClaimLeases leases;
    private final IdempotencySettings settings;
    private final InstantSource clock;

    IdempotencyKeys(ClaimStore store, ClaimLeases leases, IdempotencySettings settings, InstantSource clock) {
        this.store = store;
        this.leases = leases;
        this.settings = settings;
        this.clock = clock;
    }

    /** The state of a key when a request arrives. */
    sealed interface ClaimResult {

        /**
         * The key is free, and this request has claimed it.
         *
         * @param lease holds while no other try can have taken the key over
         * @param resumed whether Atlas may have carried out an earlier try
         * @param intent the sequence of the first intent of the earlier tries, if it is known
         */
        record Mine(
                KeyedRequest request,
                String owner,
                Right lease,
                boolean resumed,
                @Nullable Long intent) implements ClaimResult {}

        record Answered(StoredResponse answer) implements ClaimResult {}

        record Running() implements ClaimResult {}

        record OtherRequest() implements ClaimResult {}
    }

    /**
     * Claims the key of a request.
     *
     * @param caller the caller that the claim belongs to
     * @param patience how long to wait for the database; a claim that is stored later is released
     * @throws DataAccessException if the database does not answer in time, or the caller was removed in the meantime;
     *     the request must not be carried out then
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code team-not-found} if the caller's team is
     *     not registered
     */
    ClaimResult claim(KeyedRequest request, Actor caller, Duration patience) {
        if (!leases.mayTake()) {
            throw new DataAccessResourceFailureException("the clock of this replica's host is wrong");
        }
        return RequiredDatabase.within(patience, () -> claim(request, caller), this::releaseLate);
    }

    /**
     * Notes the intent of a request's write.
     *
     * @param patience how long to wait for the database
     * @throws DataAccessException if the database does not answer in time
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code idempotency-in-progress} if another try
     *     owns the key by now. The write must not be begun in either case
     */
    void begin(ClaimResult.Mine claim, long intent, Duration patience) {
        boolean mine = RequiredDatabase.within(
                patience, () -> store.begin(claim.request().id(), claim.owner(), intent), late -> {});
        if (!mine) {
            throw ClaimLeases.LOST.toException();
        }
    }

    private void releaseLate(ClaimResult claim) {
        if (claim instanceof ClaimResult.Mine mine) {
            if (mine.resumed()) {
                open(mine, Duration.ZERO);
            } else {
                released(mine, Duration.ZERO);
            }
        }
    }

    private ClaimResult claim(KeyedRequest request, Actor caller) {
        String owner = UUID.randomUUID().toString();
        while (true) {
            Instant now = clock.instant();
            Claim fresh = new Claim(request, owner, leases.end(), now.plus(settings.keep()), null, null);
            if (insert(fresh, caller)) {
                return mine(fresh, fresh, false);
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
            } else if (store.takeOver(claim, owner, fresh.leaseUntil())) {
                return mine(fresh, claim, true);
            }
        }
    }

    /** A claim belongs to a team, which need not be there: whoever issues JWTs can name any. */
    private boolean insert(Claim claim, Actor caller) {
        try {
            return store.insert(claim, caller);
        } catch (DataAccessException e) {
            if (store.lacksTeam(caller)) {
                throw Failure.of(
                                ProblemCode.TEAM_NOT_FOUND,
                                "There is no team '" + caller.team() + "'. Ask the platform team for it.")
                        .toException();
            }
            throw e;
        }
    }

    private ClaimResult mine(Claim fresh, Claim stored, boolean resumed) {
        Right lease = leases.keep(fresh.owner(), fresh.request().id(), fresh.leaseUntil());
        return new ClaimResult.Mine(fresh.request(), fresh.owner(), lease, resumed, stored.intent());
    }

    /**
     * Stores the request's answer, which repetitions get from now on.
     *
     * @param patience how long to wait for that; if it fails, it is tried again until it is stored
     */
    void answered(ClaimResult.Mine claim, StoredResponse answer, Duration patience) {
        end(claim, claims -> claims.answer(claim.request().id(), claim.owner(), answer), patience);
    }

    /** The result of the request is unknown: the next one continues it. */
    void open(ClaimResult.Mine claim, Duration patience) {
        end(claim, claims -> claims.endLease(claim.request().id(), claim.owner()), patience);
    }

    /** The request did nothing, so its key is free again. */
    void released(ClaimResult.Mine claim, Duration patience) {
        end(claim, claims -> claims.release(claim.request().id(), claim.owner()), patience);
    }

    /** The request's effect stands, and its caller does not wait any longer, even if its end is not stored yet. */
    private void end(ClaimResult.Mine claim, Predicate<ClaimStore> end, Duration patience) {
        leases.drop(claim.owner());
        Thread storing = Thread.ofVirtual().name("idempotency-end").start(() -> store(claim, end));
        try {
            storing.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(ClaimResult.Mine claim, Predicate<ClaimStore> end) {
        try {
            if (!end.test(store)) {
                log.warn("A request lost its idempotency key to a later try, because its lease had run out");
            }
        } catch (DataAccessException e) {
            log.warn("Could not store the end of a request with an idempotency key yet: {}", e.getMessage());
            leases.storeLater(claim.owner(), end);
        }
    }

    /** Removes expired claims in small steps, so that requests do not wait for long. */
    @Override
    public void everyMinute() {
        int removed;
        do {
            removed = store.removeOver(clock.instant(), PURGE_BATCH);
        } while (removed == PURGE_BATCH);
    }
}
