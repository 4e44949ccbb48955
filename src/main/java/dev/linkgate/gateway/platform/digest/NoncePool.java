package dev.linkgate.gateway.platform.digest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The nonces that one user holds from one server, lent to one request at a time.
 *
 * <p>Servers differ: some want the counts of a nonce to rise strictly, and two requests that share a nonce may overtake
 * each other in transit. So a nonce belongs to one {@link NonceLease} until the answer has come, and there are as many
 * nonces as there were concurrent leases.
 *
 * <p>Some servers remember few nonces (Apache httpd by default about a dozen), and new ones push out those in use. Then
 * a nonce is called stale at its first use, and more concurrent tries only make it worse. So the pool narrows as a TCP
 * sender does: it halves the number of allowed leases, and adds one again after as many answers as there may be leases.
 *
 * <pre>
 *           take()                  renew()               answered()
 *  (no nonce free) ───► asking ───────────────► holding ───────────────► free ─┐
 *  (nonce free)    ───────────────────────────►  ▲   │                         │
 *                                       take()   └───┼─────────────────────────┘
 *                                                    └──► close(): gone
 * </pre>
 *
 * Invariants:
 *
 * <ol>
 *   <li>A nonce is free, or held by exactly one lease, or gone for good.
 *   <li>The counts of a nonce are 1, 2, 3, … in the order in which its leases are given out; none is used twice.
 *   <li>A nonce whose request had no complete answer is gone, because the server's last count is unknown.
 *   <li>At most {@value #MAX_ASKING} leases at once are without a nonce and ask the server for one; others wait. A lease
 *       that has asked for {@link #ASKING_PATIENCE} does not count any more: requests that the server does not answer,
 *       such as those of one project, must not keep all others of the user from asking.
 *   <li>No lease is given out while there are as many as the limit, which is at least 1 and at most the capacity.
 *   <li>Free nonces and unfinished leases together are never more than the capacity, nor more than the limit once the
 *       leases that were under way when it was lowered have ended.
 *   <li>The nonce used last is lent first, so the fewest grow stale.
 *   <li>Every event that lets a waiting caller continue wakes one, including any end of a lease.
 * </ol>
 */
public final class NoncePool {

    /** The number of concurrent requests that may be sent only to be challenged. */
    static final int MAX_ASKING = 4;

    /** About a round trip. */
    static final Duration ASKING_PATIENCE = Duration.ofMillis(100);

    private final DigestUser user;
    private final int capacity;
    private final long askingPatienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Deque<DigestSession> free = new ArrayDeque<>();
    private int leases;

    /** Those that count, the one first that has asked longest. */
    private final Deque<NonceLease> asking = new ArrayDeque<>(MAX_ASKING);

    private int limit;
    private int answersAtLimit;

    /** @param capacity the maximum number of nonces to hold, at least 1 */
    public NoncePool(DigestUser user, int capacity) {
        this(user, capacity, ASKING_PATIENCE);
    }

    NoncePool(DigestUser user, int capacity, Duration askingPatience) {
        if (capacity < 1) {
            throw new IllegalArgumentException("the capacity must be at least 1");
        }
        this.user = user;
        this.capacity = capacity;
        this.askingPatienceNanos = askingPatience.toNanos();
        this.limit = capacity;
    }

    /**
     * Takes a lease: with a nonce if one is free, else as one of the few that may ask for one, else after waiting.
     *
     * @param deadlineNanos the {@link System#nanoTime()} at which to stop waiting
     * @throws TimeoutException if the deadline passed first
     */
    public NonceLease take(long deadlineNanos) throws InterruptedException, TimeoutException {
        lock.lockInterruptibly();
        try {
            for (long pause = pause(); pause > 0; pause = pause()) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    throw new TimeoutException("no nonce became free");
                }
                progress.awaitNanos(Math.min(left, pause));
            }
            leases++;
            NonceLease lease = new NonceLease(free.pollFirst());
            if (lease.session == null) {
                asking.addLast(lease);
            }
            return lease;
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait unless something happens, in nanoseconds; 0 if there is a lease now. */
    private long pause() {
        if (leases >= limit) {
            return Long.MAX_VALUE;
        }
        if (!free.isEmpty()) {
            return 0;
        }
        long now = System.nanoTime();
        while (!asking.isEmpty() && now - asking.getFirst().begun >= askingPatienceNanos) {
            asking.removeFirst();
        }
        return asking.size() < MAX_ASKING ? 0 : askingPatienceNanos - (now - asking.getFirst().begun);
    }

    private void narrow() {
        limit = Math.max(1, Math.min(limit, leases) / 2);
        answersAtLimit = 0;
        dropSurplus();
    }

    private void widen() {
        if (limit < capacity && ++answersAtLimit >= limit) {
            limit++;
            answersAtLimit = 0;
            progress.signal();
        }
    }

    /** Drops the nonces used longest ago. */
    private void dropSurplus() {
        while (!free.isEmpty() && free.size() + leases > limit) {
            free.removeLast();
        }
    }

    /** The number of free nonces. */
    int free() {
        lock.lock();
        try {
            return free.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * One request's hold on a nonce, over as many round trips as it takes. Close it in any case. Not thread-safe.
     */
    public final class NonceLease implements AutoCloseable {

        private final long begun = System.nanoTime();
        private @Nullable DigestSession session;
        private boolean fresh;
        private boolean over;

        private NonceLease(@Nullable DigestSession session) {
            this.session = session;
        }

        /**
         * The {@code Authorization} for the next round trip; absent while there is no nonce to make it from.
         *
         * @param uri the request target exactly as sent
         */
        public Optional<String> authorize(String method, String uri) {
            return Optional.ofNullable(session).map(held -> held.authorize(method, uri));
        }

        /** Whether the nonce came from a challenge received in this very lease. */
        public boolean isFresh() {
            return fresh;
        }

        /** Continues with the challenge's nonce; the held one, which the server refused, is gone. */
        public void renew(DigestChallenge challenge) {
            DigestSession renewed = new DigestSession(challenge, user);
            stopAsking();
            session = renewed;
            fresh = true;
        }

        /**
         * Called when the request was answered and the nonce accepted: it is free for the next lease.
         *
         * @param nextNonce the nonce that the server asks for next instead, if any
         */
        public void answered(Optional<String> nextNonce) {
            DigestSession held = session;
            if (held != null) {
                DigestSession kept = nextNonce
                        .filter(nonce -> !nonce.equals(held.nonce()))
                        .map(held::next)
                        .orElse(held);
                end(kept.isExhausted() ? null : kept, false);
            }
        }

        /**
         * Called when the server called even the fresh nonce stale: it remembers fewer nonces than there are leases, or
         * takes longer than its nonces last. Ends the lease and lowers the limit; the caller continues with another
         * lease.
         */
        public void crowdedOut() {
            end(null, true);
        }

        /** Ends the lease; unless it was answered, its nonce is gone. */
        @Override
        public void close() {
            end(null, false);
        }

        private void end(@Nullable DigestSession kept, boolean crowded) {
            if (over) {
                return;
            }
            over = true;
            stopAsking();
            lock.lock();
            try {
                if (crowded) {
                    narrow();
                }
                leases--;
                if (kept != null) {
                    free.addFirst(kept);
                    widen();
                    dropSurplus();
                }
                progress.signal();
            } finally {
                lock.unlock();
            }
        }

        private void stopAsking() {
            if (session != null) {
                return;
            }
            lock.lock();
            try {
                asking.remove(this);
                progress.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
