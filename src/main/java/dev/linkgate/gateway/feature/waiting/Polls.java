package dev.linkgate.gateway.feature.waiting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.request.Waiting;
import dev.linkgate.gateway.core.trail.audit.WriteListener;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Holds callers until a link, an endpoint or the connections of a project's clusters are as they want them. Each waits
 * in a loop of its own thread over the value's {@link Poll}, which is kept while somebody waits, and a minute longer. A
 * write of a link, through any replica, brings the next polls of it forward.
 *
 * <p>It stops before the web server does, so that a shutdown does not wait for waiting callers.
 */
public final class Polls implements SmartLifecycle, WriteListener {

    private static final int MAX_ENTRIES = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** How often a waiting request is rechecked. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    /** How long before the end of a short wait a poll starts, because Atlas needs a moment to answer. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    /** Within which a poll that is made at once has its answer, besides the interval. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /**
     * How many of the callers that waited for one change go on at once. Threads that are ready run in their order, so
     * thousands would delay the calls of all other callers. It is enough for two cores to be busy while the records of
     * some become durable.
     */
    static final int AT_ONCE = 16;

    /** Within which all go on in any case: an audit trail that does not answer may hold up the callers before them. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final LinkReader reader;
    private final Duration interval;
    private final WatchClock time;
    private final Cache<Target, Poll<?>> polls;
    private final FairTurns turns = new FairTurns("ended waits", AT_ONCE, AT_ONCE);
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile boolean running = true;

    Polls(LinkReader reader, Duration interval, WatchClock time) {
        this.reader = reader;
        this.interval = interval;
        this.time = time;
        this.polls = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_ENTRIES)
                .expireAfterAccess(IDLE.plus(interval))
                .ticker(time)
                .build();
    }

    /** An endpoint, even if the link does not name it any more. */
    Supplier<Poll<EndpointObservation>> endpoint(LinkPath link, EndpointId endpoint) {
        Target target = Target.endpoint(link.project(), link.link(), endpoint.canonical());
        return () -> of(target, context -> reader.endpoint(context, link, endpoint));
    }

    /** A link with all of its endpoints. */
    Supplier<Poll<LinkObservation>> link(LinkPath link) {
        return () -> of(
                link.target(),
                context -> reader.link(
                        context, link, (id, began) -> endpoint(link, id).get().since(began, !context.isBackground())));
    }

    Supplier<Poll<ClusterConnections>> connections(ProjectId project) {
        return () -> of(Target.project(project), context -> reader.connections(context, project));
    }

    @SuppressWarnings("unchecked") // each is made for its target
    private <T> Poll<T> of(Target target, Function<RequestContext, Aged<T>> read) {
        String requestId = "poll-" + (target.link() == null ? target.project() : target.link());
        return (Poll<T>) polls.get(
                target,
                absent -> new Poll<>(
                        time,
                        interval,
                        forCaller -> read.apply(
                                forCaller ? RequestContext.system(requestId) : RequestContext.background(requestId))));
    }

    /**
     * Holds the answer to a read of the connections of a project's clusters until there is one that the caller wants.
     *
     * @param first what the caller has read
     * @return all connections, also if none is wanted when the time is up
     */
    public Aged<ClusterConnections> untilAny(
            RequestContext context,
            ProjectId project,
            Predicate<ClusterConnection> wanted,
            Aged<ClusterConnections> first,
            Duration patience) {
        return await(
                context,
                connections(project),
                first,
                seen -> seen.all().stream().anyMatch(wanted),
                patience);
    }

    /**
     * Holds an answer until what a feature reads is as the caller wants it.
     *
     * @param target what is read; all who wait for it read it in one way
     * @param read asks Atlas
     * @param first what the caller has read
     * @return the newest value, also if it is not as wanted when the time is up
     */
    public <T> Aged<T> until(
            RequestContext context,
            Target target,
            Function<RequestContext, Aged<T>> read,
            Predicate<T> wanted,
            Aged<T> first,
            Duration patience) {
        return await(context, () -> of(target, read), first, wanted, patience);
    }

    /**
     * Waits for a value.
     *
     * @param context the waiting request; the wait ends when {@link Waiting#mayContinue} says so
     * @param known what the caller knows
     * @param enough the condition it waits for
     * @param patience how long to wait at most
     * @return the newest value. It is not enough if the time is up, the request may not wait any longer, the gateway
     *     shuts down, or the thread was interrupted
     * @throws LinkgateException if the request must not get an answer any more
     */
    <T> Aged<T> await(
            RequestContext context, Supplier<Poll<T>> poll, Aged<T> known, Predicate<T> enough, Duration patience) {
        if (enough.test(known.value()) || !patience.isPositive()) {
            return known;
        }
        // First, because a request that we are about to wait for may need the turn.
        context.waiting().endTurn();
        long lead = Math.min(LEAD.toNanos(), patience.toNanos() / 2);
        long first = time.read() + Math.min(interval.toNanos(), patience.toNanos() - lead);
        Aged<T> latest = known;
        waiters.incrementAndGet();
        try {
            Aged<T> newer = until(poll, known.nanos(), enough, first, patience, context.waiting()::mayContinue, true);
            latest = newer == null ? known : newer;
            if (enough.test(latest.value())) {
                takeTurn(context);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiters.decrementAndGet();
        }
        return Aged.of(latest.value(), latest.nanos(), time.read());
    }

    private void takeTurn(RequestContext context) {
        FairTurns.Turn turn = turns.take(context.actor().share(), TURN, context.waiting()::mayContinue);
        if (turn != null) {
            context.waiting().beginTurn(turn::close);
        }
    }

    /**
     * Follows a link.
     *
     * @param known the caller's own latest observation; reads that began before this call are ignored
     */
    public LinkFollower follow(LinkPath link, WholeLink known) {
        long now = time.read();
        Aged<LinkObservation> first = new Aged<>(new LinkObservation.Present(known), now, null);
        return new LinkFollower(this, link(link), first, now + interval.toNanos());
    }

    /**
     * The endpoint, as a poll sees it for the gateway itself, which comes at once, but not sooner after the one before
     * than the interval. Where no caller waits, it gives way to the reads of callers. Empty if the endpoint cannot be
     * read in time.
     */
    public Optional<EndpointObservation> next(LinkPath link, EndpointId endpoint) throws InterruptedException {
        return next(endpoint(link, endpoint));
    }

    /** The link with its endpoints, likewise; empty if one of them cannot be read in time. */
    public Optional<LinkObservation> next(LinkPath link) throws InterruptedException {
        return next(link(link));
    }

    private <T> Optional<T> next(Supplier<Poll<T>> poll) throws InterruptedException {
        long now = time.read();
        long before = now - 1; // so that a read that begins now is newer
        return Optional.ofNullable(until(poll, before, seen -> true, now, interval.plus(ANSWER), () -> true, false))
                .map(Aged::value);
    }

    /**
     * Waits for a value.
     *
     * @param known when Atlas was asked for what the waiter knows
     * @param first the earliest time of the first poll
     * @param mayWait checked once a second; its exception passes through
     * @return the newest value; absent if there is none that is newer
     */
    <T> @Nullable Aged<T> until(
            Supplier<Poll<T>> polled,
            long known,
            Predicate<T> enough,
            long first,
            Duration patience,
            BooleanSupplier mayWait,
            boolean caller)
            throws InterruptedException {
        long deadline = time.read() + patience.toNanos();
        Poll<T> poll = polled.get();
        poll.addCallers(caller ? 1 : 0);
        try {
            while (true) {
                CompletableFuture<?> news = poll.news();
                Aged<T> latest = poll.newerThan(known);
                long left = deadline - time.read();
                if ((latest != null && enough.test(latest.value()))
                        || left <= 0
                        || !running
                        || !mayWait.getAsBoolean()) {
                    return latest;
                }
                long pause = poll.poll(latest == null ? known : latest.nanos(), first);
                time.await(news, Math.min(Math.min(left, pause), RECHECK.toNanos()));
                Poll<T> unusedKept = polled.get();
            }
        } finally {
            poll.addCallers(caller ? -1 : 0);
        }
    }

    /** Nothing to see yet. */
    @Override
    public void begun(Target target) {}

    @Override
    public void ended(Target target) {
        if (target.link() != null) {
            polls.asMap().forEach((polled, poll) -> {
                if (target.link().equals(polled.link()) && Objects.equals(target.project(), polled.project())) {
                    poll.written();
                }
            });
        }
    }

    @Override
    public void missed() {
        polls.asMap().values().forEach(Poll::written);
    }

    /** The clock of all waits. */
    WatchClock time() {
        return time;
    }

    /** The number of waiting callers. */
    int waiters() {
        return waiters.get();
    }

    /** The number of values that are polled for callers. */
    int polled() {
        return (int) polls.asMap().values().stream().filter(Poll::hasCallers).count();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        polls.asMap().values().forEach(Poll::wake);
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
