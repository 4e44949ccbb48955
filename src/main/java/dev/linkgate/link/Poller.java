package dev.linkgate.link;

import java.time.Duration;
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
 * Looks at what somebody waits for on one link, in one virtual thread, for as long as anybody does.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>Between the starts of two rounds lies at least the interval. In a round everything that is waited for is
 *       looked at once, however many wait for it.
 *   <li>The first round comes after the interval, or before the end of the shortest wait if that is sooner.
 *   <li>A waiter heeds only what was looked at after what it knows; a look that began before a caller's own write tells
 *       that caller nothing.
 *   <li>Once it has ended it takes nobody in and holds nobody.
 *   <li>It ends when the last waiter leaves, however that one leaves.
 * </ol>
 */
final class Poller {

    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** How long before its end even the shortest wait looks once: Atlas needs a moment to answer. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    /** How often a waiter is asked whether it may go on to wait. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final Time time;
    private final long intervalNanos;
    private final long earliestNanos;
    private final Function<Wanted, Round> look;
    private final Consumer<Poller> onEnd;

    private final ReentrantLock lock = new ReentrantLock();
    private final Watches watches = new Watches();
    private CompletableFuture<@Nullable Void> news = new CompletableFuture<>();
    private long nextRound;
    private long lastRound;
    private boolean hasLooked;
    private boolean started;
    private boolean ended;

    /**
     * @param earliestNanos before which no round may begin, because an earlier poller of the link has just looked
     * @param look what a round does
     * @param onEnd told once, by the thread that ends it
     */
    Poller(Time time, Duration interval, long earliestNanos, Function<Wanted, Round> look, Consumer<Poller> onEnd) {
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.earliestNanos = earliestNanos;
        this.nextRound = time.read() + intervalNanos;
        this.look = look;
        this.onEnd = onEnd;
    }

    /**
     * Takes a waiter in, who must {@link #leave}.
     *
     * @param place what it waits for
     * @return absent if it has ended
     */
    <T extends Observation> @Nullable Watch<T> enter(Function<Watches, Watch<T>> place, Duration patience) {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            Watch<T> watch = place.apply(watches);
            watch.enter();
            if (!hasLooked) {
                pullForward(patience);
            }
            if (!started) {
                started = true;
                Thread.ofVirtual().name("link-poller").start(this::run);
            }
            return watch;
        } finally {
            lock.unlock();
        }
    }

    private void pullForward(Duration patience) {
        long lead = Math.min(LEAD.toNanos(), patience.toNanos() / 2);
        long wanted = time.read() + patience.toNanos() - lead;
        long sooner = wanted - nextRound < 0 ? wanted : nextRound;
        long next = sooner - earliestNanos < 0 ? earliestNanos : sooner;
        if (next != nextRound) {
            nextRound = next;
            tell();
        }
    }

    /**
     * Holds a waiter who has entered.
     *
     * @param known what it knows already
     * @param mayWait asked about once a second whether it may go on to wait; its exception passes through
     * @return the newest there is when it is enough, the deadline has passed, it may not go on, or the poller has ended
     */
    <T extends Observation> T await(
            Watch<T> watch, T known, Predicate<T> enough, BooleanSupplier mayWait, long deadline)
            throws InterruptedException {
        while (true) {
            CompletableFuture<?> event;
            long left = deadline - time.read();
            lock.lock();
            try {
                T newest = watch.newest(known);
                if (ended || left <= 0 || enough.test(newest)) {
                    return newest;
                }
                event = news;
            } finally {
                lock.unlock();
            }
            time.await(event, Math.min(left, RECHECK.toNanos()));
            if (!mayWait.getAsBoolean()) {
                return newest(watch, known);
            }
        }
    }

    private <T extends Observation> T newest(Watch<T> watch, T known) {
        lock.lock();
        try {
            return watch.newest(known);
        } finally {
            lock.unlock();
        }
    }

    void leave(Watch<?> watch) {
        lock.lock();
        try {
            watch.leave();
            watches.tidy();
            if (watches.isEmpty()) {
                tell();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody go. */
    void end() {
        lock.lock();
        try {
            ended = true;
            tell();
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

    /** When the last round began; absent if there was none. */
    @Nullable
    Long lastRound() {
        lock.lock();
        try {
            return hasLooked ? Long.valueOf(lastRound) : null;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            Wanted wanted = awaitRound();
            while (!wanted.isNothing()) {
                publish(round(wanted));
                wanted = awaitRound();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            onEnd.accept(this);
        }
    }

    /** What the round that is due has to look at; nothing when the poller has ended. */
    private Wanted awaitRound() throws InterruptedException {
        while (true) {
            CompletableFuture<?> event;
            long left;
            lock.lock();
            try {
                if (ended || watches.isEmpty()) {
                    ended = true;
                    return Wanted.NOTHING;
                }
                long now = time.read();
                left = nextRound - now;
                if (left <= 0) {
                    hasLooked = true;
                    lastRound = now;
                    nextRound = now + intervalNanos;
                    return watches.wanted();
                }
                event = news;
            } finally {
                lock.unlock();
            }
            time.await(event, left);
        }
    }

    /** A round that brings nothing is no news: who waits goes on waiting. */
    private Round round(Wanted wanted) {
        try {
            return look.apply(wanted);
        } catch (RuntimeException e) {
            log.debug("A round of looks at a link failed: {}", e.getMessage());
            return Round.NOTHING;
        }
    }

    private void publish(Round round) {
        lock.lock();
        try {
            watches.note(round);
            tell();
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        CompletableFuture<@Nullable Void> told = news;
        news = new CompletableFuture<>();
        told.complete(null);
    }
}
