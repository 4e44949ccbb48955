package dev.linkgate.gateway.idempotency;

import dev.linkgate.gateway.request.Actor;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Makes sure that of all requests with one key, on all replicas, one at a time is carried out, and none once there is
 * an answer.
 */
@Service
class IdempotencyKeys {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final int PURGE_BATCH = 500;
    private static final long PURGE_MILLIS = 60_000;

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
         * @param resumed whether Atlas may have carried out an earlier try
         */
        record Mine(KeyedRequest request, String owner, boolean resumed) implements ClaimResult {}

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
     * @throws dev.linkgate.gateway.request.LinkgateException {@code team-not-found} if the caller's team is not registered
     */
    ClaimResult claim(KeyedRequest request, Actor caller, Duration patience) {
        CompletableFuture<ClaimResult> claim = CompletableFuture.supplyAsync(
                () -> claim(request, caller),
                task -> Thread.ofVirtual().name("idempotency-claim").start(task));
        try {
            return claim.copy()
                    .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                CompletableFuture<Void> unused = claim.thenAccept(this::releaseLate);
                throw new QueryTimeoutException("the idempotency key was not stored in time", e);
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw e;
        }
    }

    private void releaseLate(ClaimResult claim) {
        if (claim instanceof ClaimResult.Mine mine) {
            if (mine.resumed()) {
                open(mine);
            } else {
                released(mine);
            }
        }
    }

    private ClaimResult claim(KeyedRequest request, Actor caller) {
        String owner = UUID.randomUUID().toString();
        while (true) {
            Instant now = clock.instant();
            if (insert(new Claim(request, owner, leases.end(), now.plus(settings.keep()), null), caller)) {
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
            } else if (store.takeOver(claim, owner, leases.end())) {
                return mine(request, owner, true);
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

    private ClaimResult mine(KeyedRequest request, String owner, boolean resumed) {
        leases.keep(owner, request.id());
        return new ClaimResult.Mine(request, owner, resumed);
    }

    /** Stores the request's answer, which repetitions get from now on. */
    void answered(ClaimResult.Mine claim, StoredResponse answer) {
        end(claim, () -> store.answer(claim.request().id(), claim.owner(), answer));
    }

    /** The result of the request is unknown: the next one continues it. */
    void open(ClaimResult.Mine claim) {
        end(claim, () -> store.endLease(claim.request().id(), claim.owner()));
    }

    /** The request did nothing, so its key is free again. */
    void released(ClaimResult.Mine claim) {
        end(claim, () -> store.release(claim.request().id(), claim.owner()));
    }

    /** The same, without waiting for it. */
    void releaseLater(ClaimResult.Mine claim) {
        Thread.ofVirtual().name("idempotency-release").start(() -> released(claim));
    }

    /** The request's effect stands even if its end cannot be stored; its lease then runs out by itself. */
    private void end(ClaimResult.Mine claim, BooleanSupplier change) {
        leases.drop(claim.owner());
        try {
            if (!change.getAsBoolean()) {
                log.warn("A request lost its idempotency key to a later try, because its lease had run out");
            }
        } catch (DataAccessException e) {
            log.warn("Could not store the end of a request with an idempotency key: {}", e.getMessage());
        }
    }

    /** Removes expired claims in small steps, so that requests do not wait for long. */
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
