package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the targets of one subject's waiters, in one virtual thread, until the last of them leaves. A waiter is a
 * caller, or the gateway itself.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>At least the interval lies between the starts of two polls, unless a write is {@linkplain #written reported}:
 *       then the next poll comes at once, but not two polls running. A poll reads each target once, however many
 *       callers wait for it.
 *   <li>The first poll comes after the interval, or before the end of the shortest wait if that is sooner.
 *   <li>A waiter heeds only reads that are newer than what it knows; a read that began before a caller's own write
 *       tells that caller nothing.
 *   <li>Once it has ended, it admits no waiter and holds none.
 *   <li>It ends when the last waiter leaves, for whatever reason.
 * </ol>
 */
final class Poller {

    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** How often a waiting request is rechecked. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final WatchClock time;
    private final WakeTurns turns;
    private final Function<PollRound, PollResult> look;
    private final Consumer<Poller> onEnd;

    private final ReentrantLock lock = new ReentrantLock();
    private final Subscriptions subscriptions = new Subscriptions();
    private final PollSchedule schedule;
    private CompletableFuture<@Nullable Void> rescheduled = new CompletableFuture<>();
    private boolean started;
    private boolean ended;

    /**
     * @param earliestNanos the earliest start of the first poll, because an earlier poller of the subject has just
     *     polled
     * @param look performs a poll
     * @param onEnd called once, by the thread that ends it
     */
    Poller(
            WatchClock time,
            WakeTurns turns,
            Duration interval,
            long earliestNanos,
            Function<PollRound, PollResult> look,
            Consumer<Poller> onEnd) {
        this.time = time;
        this.turns = turns;
        this.schedule = new PollSchedule(time.read(), interval, earliestNanos);
        this.look = look;
        this.onEnd = onEnd;
    }

    /**
     * Admits a waiter, which must {@link #leave}.
     *
     * @param caller whether it is a caller
     * @return absent if the poller has ended
     */
    <T extends Observation> @Nullable Subscription<T> enter(PollTarget<T> target, Duration patience, boolean caller) {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            Subscription<T> subscription = subscriptions.of(target);
            subscription.enter(caller);
            if (schedule.enter(time.read(), patience)) {
                reschedule();
            }
            if (!started) {
                started = true;
                Thread.ofVirtual().name("poller").start(this::run);
            }
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    /** Reports that a write of the subject has ended. */
    void written() {
        lock.lock();
        try {
            if (schedule.written(time.read())) {
                reschedule();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds an admitted waiter.
     *
     * @param known the waiter's own latest observation
     * @param turn takes what ends the turn of {@link WakeTurns} in which it goes on
     * @param mayWait checked once a second and at the end; its exception passes through
     * @return the newest observation, as soon as it is enough, the deadline has passed, the request may not wait any
     *     longer, or the poller has ended
     */
    <T extends Observation> T await(
            Subscription<T> subscription,
            T known,
            Predicate<T> enough,
            Consumer<Runnable> turn,
            BooleanSupplier mayWait,
            long deadline)
            throws InterruptedException {
        Subscription.Waiter<T> waiter = new Subscription.Waiter<>(known, enough);
        add(subscription, waiter);
        try {
            long left = deadline - time.read();
            while (!waiter.isDone() && left > 0) {
                time.await(waiter, Math.min(left, RECHECK.toNanos()));
                left = mayWait.getAsBoolean() ? deadline - time.read() : 0;
            }
        } finally {
            remove(subscription, waiter);
            turn.accept(waiter.join().turn());
        }
        return waiter.join().seen();
    }

    private <T extends Observation> void add(Subscription<T> subscription, Subscription.Waiter<T> waiter) {
        lock.lock();
        try {
            subscription.add(waiter);
            if (ended) {
                subscription.end();
            }
        } finally {
            lock.unlock();
        }
    }

    private <T extends Observation> void remove(Subscription<T> subscription, Subscription.Waiter<T> waiter) {
        lock.lock();
        try {
            subscription.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    void leave(Subscription<?> subscription, boolean caller) {
        lock.lock();
        try {
            subscription.leave(caller);
            subscriptions.tidy();
            if (subscriptions.isEmpty()) {
                reschedule();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Releases all waiters. */
    void end() {
        lock.lock();
        try {
            ended = true;
            subscriptions.end();
            reschedule();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** When the last poll began; absent if there was none. */
    @Nullable
    Long lastPoll() {
        lock.lock();
        try {
            return schedule.last();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            PollRound round = awaitPoll();
            while (!round.targets().isEmpty()) {
                turns.wake(note(poll(round)));
                round = awaitPoll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            onEnd.accept(this);
        }
    }

    /** Waits for the next poll and returns its targets; no targets when the poller has ended. */
    private PollRound awaitPoll() throws InterruptedException {
        while (true) {
            CompletableFuture<?> event;
            long left;
            lock.lock();
            try {
                if (ended || subscriptions.isEmpty()) {
                    ended = true;
                    return PollRound.NONE;
                }
                long now = time.read();
                left = schedule.left(now);
                if (left <= 0) {
                    schedule.begin(now);
                    return subscriptions.round();
                }
                event = rescheduled;
            } finally {
                lock.unlock();
            }
            time.await(event, left);
        }
    }

    /** A failed poll changes nothing: its waiters keep waiting. */
    private PollResult poll(PollRound round) {
        try {
            return look.apply(round);
        } catch (RuntimeException e) {
            log.debug("A poll failed: {}", e.getMessage());
            return new PollResult();
        }
    }

    private List<Subscription.Waiter<?>> note(PollResult result) {
        lock.lock();
        try {
            return subscriptions.note(result);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the polling thread look again what it waits for. */
    private void reschedule() {
        CompletableFuture<@Nullable Void> event = rescheduled;
        rescheduled = new CompletableFuture<>();
        event.complete(null);
    }

    /** When a {@link Poller} polls. The poller guards it. All times are of a {@link WatchClock}. */
    static final class PollSchedule {

        /** How long before the end of the shortest wait a poll starts, because Atlas needs a moment to answer. */
        private static final Duration LEAD = Duration.ofSeconds(1);

        private final long intervalNanos;
        private final long earliestNanos;
        private long next;
        private @Nullable Long last;
        private boolean nextIsEarly;
        private boolean lastWasEarly;

        /** @param earliestNanos the earliest start of the first poll */
        PollSchedule(long now, Duration interval, long earliestNanos) {
            this.intervalNanos = interval.toNanos();
            this.earliestNanos = earliestNanos;
            this.next = now + intervalNanos;
        }

        /** How long until the next poll; at most 0 if it is due. */
        long left(long now) {
            return next - now;
        }

        /** When the last poll began; absent if there was none. */
        @Nullable
        Long last() {
            return last;
        }

        void begin(long now) {
            last = now;
            lastWasEarly = nextIsEarly;
            nextIsEarly = false;
            next = now + intervalNanos;
        }

        /**
         * Lets the first poll come before the end of a wait, but not before its earliest start.
         *
         * @return whether the next poll comes at another time now
         */
        boolean enter(long now, Duration patience) {
            if (last != null) {
                return false;
            }
            long lead = Math.min(LEAD.toNanos(), patience.toNanos() / 2);
            long wanted = now + patience.toNanos() - lead;
            long sooner = wanted - next < 0 ? wanted : next;
            long changed = sooner - earliestNanos < 0 ? earliestNanos : sooner;
            if (changed == next) {
                return false;
            }
            next = changed;
            return true;
        }

        /**
         * Lets the next poll come at once after a write, but not two polls running.
         *
         * @return whether the next poll comes sooner now
         */
        boolean written(long now) {
            long sooner = last == null && earliestNanos - now > 0 ? earliestNanos : now;
            if (lastWasEarly || sooner - next >= 0) {
                return false;
            }
            nextIsEarly = true;
            next = sooner;
            return true;
        }
    }

    /** All subscriptions of one subject. Its {@link Poller} guards them. */
    static final class Subscriptions {

        private final Map<PollTarget<?>, Subscription<?>> subscriptions = new HashMap<>();

        @SuppressWarnings("unchecked") // each is made for its key
        <T extends Observation> Subscription<T> of(PollTarget<T> target) {
            return (Subscription<T>) subscriptions.computeIfAbsent(target, Subscription::new);
        }

        /** Forgets targets without a waiter. */
        void tidy() {
            subscriptions.values().removeIf(Subscription::isIdle);
        }

        boolean isEmpty() {
            return subscriptions.isEmpty();
        }

        /** The next poll. */
        PollRound round() {
            return new PollRound(
                    Set.copyOf(subscriptions.keySet()),
                    subscriptions.values().stream().anyMatch(Subscription::hasCallers));
        }

        /**
         * Notes the observations of a poll.
         *
         * @return the waiters that have enough now, which must be woken
         */
        List<Subscription.Waiter<?>> note(PollResult result) {
            List<Subscription.Waiter<?>> satisfied = new ArrayList<>();
            subscriptions.values().forEach(subscription -> satisfied.addAll(subscription.note(result)));
            return satisfied;
        }

        /** Lets all waiters go on. */
        void end() {
            subscriptions.values().forEach(Subscription::end);
        }
    }
}
