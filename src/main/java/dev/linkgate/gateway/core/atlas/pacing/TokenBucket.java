package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.RateNotice;
import dev.linkgate.gateway.core.platform.concurrency.FairQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one token bucket at Atlas, and the queue of requests that wait for a token.
 *
 * <p>The state is unknown until Atlas reports it, in the headers of an answer or the body of a 429; until then requests
 * do not wait. While Atlas reports plenty, nothing is counted and no lock is taken. When the bucket runs low:
 *
 * <ol>
 *   <li>each request takes a token that the gateway counts itself, and Atlas's next answer corrects the count;
 *   <li>a read leaves the writes' reserve alone, a write may use it;
 *   <li>a request that finds no token waits, teams in rounds, up to its {@link WaitLimit};
 *   <li>a background request is given up unless the bucket {@linkplain #leavesRoom() leaves room}.
 * </ol>
 */
final class TokenBucket {

    /**
     * Atlas's private endpoint resources get half of their capacity back in a minute; a 429's body contains the exact
     * rate.
     */
    private static final double USUAL_REFILL = 0.5 / 60;

    /** A token a minute, the slowest rate assumed, so that one wrong answer of Atlas does not stop a project. */
    private static final double SLOWEST_REFILL = 1.0 / 60;

    /**
     * The part of a bucket above which requests are not counted at all. What is under way at once, at most some hundred
     * requests of a project, is less than a quarter of Atlas's usual 4,000.
     */
    private static final double PLENTY = 0.25;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final ResilienceSettings.Rate settings;
    private final WaitMetrics waits;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<Waiter> writes = new FairQueue<>();
    private final FairQueue<Waiter> reads = new FairQueue<>();
    private volatile boolean scarce;
    private int capacity;
    private double perSecond;
    private double tokens;
    private long countedAt;
    private int unanswered;

    private static final class Waiter {
        private final Condition turn;
        private boolean served;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    /** @param nanos as {@link System#nanoTime()} */
    TokenBucket(ResilienceSettings.Rate settings, WaitMetrics waits, LongSupplier nanos) {
        this.settings = settings;
        this.waits = waits;
        this.nanos = nanos;
    }

    boolean isScarce() {
        return scarce;
    }

    /** Whether Atlas reported plenty, or as much has flowed back since, and nobody waits. */
    boolean leavesRoom() {
        if (!scarce) {
            return true;
        }
        lock.lock();
        try {
            refill();
            return writes.next() == null && reads.next() == null && tokens > capacity * PLENTY;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a token, if tokens are counted.
     *
     * @return whether a token was counted, which must be {@linkplain #answered() given up} when the answer has come
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if the deadline came first,
     *     or it is a background request
     */
    boolean take(AtlasRequest request) throws InterruptedException {
        if (!scarce) {
            return false;
        }
        lock.lockInterruptibly();
        try {
            refill();
            boolean read = !request.ofWrite();
            FairQueue<Waiter> queue = read ? reads : writes;
            if (queue.next() == null && tokens >= needed(read)) {
                count();
                return true;
            }
            if (request.isBackground()) {
                throw AtlasFault.HELD_BACK.failure().toException();
            }
            return scarce && await(queue, read, request);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(FairQueue<Waiter> queue, boolean read, AtlasRequest request) throws InterruptedException {
        Waiter self = new Waiter(lock.newCondition());
        WaitLimit limit = new WaitLimit(request);
        queue.add(request.team(), self);
        waits.begin(WaitMetrics.Reason.BUCKET);
        try {
            while (scarce) {
                serve();
                if (self.served) {
                    return true;
                }
                long left = limit.nanos();
                if (left <= 0) {
                    throw AtlasFault.HELD_BACK
                            .failure()
                            .retryAfter(untilFree(queue))
                            .toException();
                }
                long until = queue.next() == self ? Math.min(left, nanosUntil(needed(read))) : left;
                // The length of the wait does not matter, because the state is checked again.
                boolean unusedTimeLeft = self.turn.awaitNanos(until) > 0;
            }
            return self.served;
        } catch (InterruptedException e) {
            if (self.served) {
                unanswered--;
            }
            throw e;
        } finally {
            waits.end(WaitMetrics.Reason.BUCKET);
            if (!self.served) {
                queue.remove(request.team(), self);
            }
            wakeNext();
        }
    }

    /** Called when a counted request has its answer, or will never have one. */
    void answered() {
        lock.lock();
        try {
            unanswered--;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the headers of an answer: the tokens that a full bucket holds, and the tokens left. */
    void heard(int limit, int remaining) {
        boolean plenty = remaining > limit * PLENTY;
        if (plenty && !scarce) {
            return;
        }
        lock.lock();
        try {
            if (limit != capacity) {
                capacity = limit;
                perSecond = Math.max(SLOWEST_REFILL, limit * USUAL_REFILL);
            }
            countFrom(Math.max(0, remaining - unanswered));
            scarce = !plenty;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the limit of a 429. */
    void refused(RateNotice notice) {
        lock.lock();
        try {
            capacity = notice.capacity();
            perSecond = Math.max(SLOWEST_REFILL, notice.perSecond());
            countFrom(0);
            scarce = true;
        } finally {
            lock.unlock();
        }
    }

    private void countFrom(double left) {
        tokens = left;
        countedAt = nanos.getAsLong();
    }

    private void refill() {
        long now = nanos.getAsLong();
        tokens = Math.min(capacity, tokens + (now - countedAt) / 1e9 * perSecond);
        countedAt = now;
    }

    private void count() {
        tokens--;
        unanswered++;
    }

    private void serve() {
        refill();
        serve(writes, false);
        serve(reads, true);
    }

    private void serve(FairQueue<Waiter> queue, boolean read) {
        while (queue.next() != null && tokens >= needed(read)) {
            Waiter next = queue.take();
            if (next != null) {
                count();
                next.served = true;
                next.turn.signal();
            }
        }
    }

    private double needed(boolean read) {
        return read ? 1 + Math.min(settings.writeReserve(), Math.min(Math.max(1, capacity / 10), capacity - 1)) : 1;
    }

    private long nanosUntil(double wanted) {
        return Math.max(TimeUnit.MICROSECONDS.toNanos(100), (long) ((wanted - tokens) / perSecond * 1e9));
    }

    private Duration untilFree(FairQueue<Waiter> queue) {
        long seconds = 1 + (long) (queue.size() / perSecond);
        return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds()));
    }

    /** The first of each queue watches the time; when it leaves, the next one must. */
    private void wakeNext() {
        wake(writes.next());
        wake(reads.next());
    }

    private void wakeAll() {
        if (scarce) {
            wakeNext();
            return;
        }
        writes.forEach(waiter -> waiter.turn.signal());
        reads.forEach(waiter -> waiter.turn.signal());
    }

    private static void wake(@Nullable Waiter waiter) {
        if (waiter != null) {
            waiter.turn.signal();
        }
    }
}
