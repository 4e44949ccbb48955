package dev.linkgate.gateway.endpoints.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.WholeLink;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.endpoints.observation.Observation;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.WriteListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;

/**
 * Holds callers until a target is as they want it, or shows them each change of a link. A waiter is only its own parked
 * thread; all waiters of one link, or for the clusters of one project, share one {@link Poller}. A write of a link,
 * through any replica, lets its poller poll.
 *
 * <p>It stops before the web server does, so that a shutdown does not wait for waiting callers.
 */
public final class Pollers implements SmartLifecycle, WriteListener {

    /** Longer than any wait, for a follower without a deadline. */
    private static final Duration FOR_GOOD = Duration.ofDays(365);

    /** Within which a poll that is made at once has its answer, besides the interval. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final LinkReader reader;
    private final Duration interval;
    private final WatchClock time;
    private final ConcurrentHashMap<Target, Poller> pollers = new ConcurrentHashMap<>();

    /** When ended pollers last polled each subject, because the interval holds between pollers too. */
    private final Cache<Target, Long> lastPolls;

    private final WakeTurns turns = new WakeTurns();
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile boolean running = true;

    Pollers(LinkReader reader, Duration interval, WatchClock time) {
        this.reader = reader;
        this.interval = interval;
        this.time = time;
        this.lastPolls =
                Caffeine.newBuilder().expireAfterWrite(interval).ticker(time).build();
    }

    /**
     * Waits for a target.
     *
     * @param context the waiting request; the wait ends when {@link Waiting#mayContinue} says so
     * @param known the caller's own latest observation
     * @param enough the condition it waits for
     * @param patience how long to wait at most
     * @return the newest observation. It is not enough if the time is up, the request may not wait any longer, the
     *     gateway shuts down, or the thread was interrupted
     * @throws LinkgateException if the request must not get an answer any more
     */
    <T extends Observation> T await(
            RequestContext context, PollTarget<T> target, T known, Predicate<T> enough, Duration patience) {
        if (enough.test(known) || !patience.isPositive() || !running) {
            return known;
        }
        // First, because a request that we are about to wait for may need the turn.
        context.waiting().endTurn();
        long deadline = time.read() + patience.toNanos();
        Entry<T> entry = enter(target, patience, true);
        waiters.incrementAndGet();
        try {
            return entry.poller()
                    .await(
                            entry.subscription(),
                            known,
                            enough,
                            context.waiting()::beginTurn,
                            context.waiting()::mayContinue,
                            deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known;
        } finally {
            waiters.decrementAndGet();
            entry.poller().leave(entry.subscription(), true);
        }
    }

    /**
     * Waits for the next poll of a target, for the gateway itself. It comes at once, but not sooner after the one
     * before than the interval.
     *
     * @param known what is older than each poll to come
     * @return {@code known} if the target could not be read in time, or the gateway shuts down
     */
    <T extends Observation> T next(PollTarget<T> target, T known) throws InterruptedException {
        if (!running) {
            return known;
        }
        long deadline = time.read() + interval.plus(ANSWER).toNanos();
        Entry<T> entry = enter(target, Duration.ZERO, false);
        try {
            return entry.poller()
                    .await(
                            entry.subscription(),
                            known,
                            seen -> seen.nanos() != known.nanos(),
                            Runnable::run,
                            () -> true,
                            deadline);
        } finally {
            entry.poller().leave(entry.subscription(), false);
        }
    }

    /**
     * Follows a link.
     *
     * @param known the caller's own latest observation; reads that began before this call are ignored
     */
    public LinkFollower follow(LinkPath link, WholeLink known) {
        LinkObservation first = new LinkObservation.Present(known, time.read());
        Entry<LinkObservation> entry = enter(new PollTarget.OfLink(link), FOR_GOOD, true);
        return new LinkFollower(entry.poller(), entry.subscription(), first, time);
    }

    /** A waiter's place in a poller. */
    private record Entry<T extends Observation>(Poller poller, Subscription<T> subscription) {}

    private <T extends Observation> Entry<T> enter(PollTarget<T> target, Duration patience, boolean caller) {
        Target subject = target.subject();
        while (true) {
            Poller poller = pollers.computeIfAbsent(subject, this::create);
            Subscription<T> subscription = poller.enter(target, patience, caller);
            if (subscription == null) {
                remove(subject, poller);
                continue;
            }
            if (!running) {
                poller.end();
            }
            return new Entry<>(poller, subscription);
        }
    }

    private Poller create(Target subject) {
        Long last = lastPolls.getIfPresent(subject);
        long earliest = last == null ? time.read() : last + interval.toNanos();
        return new Poller(
                time, turns, interval, earliest, round -> reader.poll(subject, round), ended -> remove(subject, ended));
    }

    private void remove(Target subject, Poller poller) {
        Long last = poller.lastPoll();
        if (last != null) {
            lastPolls.put(subject, last);
        }
        pollers.remove(subject, poller);
    }

    /** Nothing to see yet. */
    @Override
    public void begun(Target target) {}

    @Override
    public void ended(Target target) {
        Poller poller = pollers.get(new Target(target.project(), target.link(), null));
        if (poller != null && target.link() != null) {
            poller.written();
        }
    }

    @Override
    public void missed() {
        pollers.values().forEach(Poller::written);
    }

    /** The clock of all waits. */
    WatchClock time() {
        return time;
    }

    /** The number of waiting callers. */
    int waiters() {
        return waiters.get();
    }

    /** The number of links and projects being polled. */
    int size() {
        return pollers.size();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        pollers.values().forEach(Poller::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Event streams, which tell their clients that they end, stop before what feeds them. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
