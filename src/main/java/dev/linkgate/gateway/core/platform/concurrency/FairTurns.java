package dev.linkgate.gateway.core.platform.concurrency;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Futures;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits work that costs much: how much of it is done at once, in all and for each team. Further work waits for a turn,
 * teams in rounds and within a team the oldest first, so a team never waits for all that another one has waiting.
 */
public final class FairTurns {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final String unit;
    private final int maxOfTeam;
    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<Waiter> waiting = new FairQueue<>();
    private final Map<String, Integer> ofTeams = new HashMap<>();
    private int free;

    /**
     * @param unit what is limited, in the plural, for people
     * @param max the maximum at once, 1 or more
     * @param maxOfTeam the maximum of one team at once, 1 or more
     */
    public FairTurns(String unit, int max, int maxOfTeam) {
        this.unit = unit;
        this.maxOfTeam = maxOfTeam;
        this.free = max;
    }

    /** A request that waits for its turn. The thread that gives it the turn completes it. */
    private static final class Waiter extends CompletableFuture<@Nullable Void> {

        private final String team;

        Waiter(String team) {
            this.team = team;
        }
    }

    /**
     * Does the work when it is the turn of the caller's {@linkplain Actor#share() team}. Administrators with a
     * {@linkplain Actor#hasReserve() reserve} need no turn.
     *
     * @param patience how long to wait for the turn; zero does not wait
     * @throws LinkgateException {@code rate-limited} if the turn did not come in time, or the request may not wait any
     *     longer
     */
    public <T> T run(RequestContext context, Duration patience, Supplier<T> work) {
        try (Turn turn = take(context, patience)) {
            return work.get();
        }
    }

    /**
     * Waits for the turn of the caller's {@linkplain Actor#share() team}, which lasts until it is closed.
     * Administrators with a {@linkplain Actor#hasReserve() reserve} need none.
     *
     * @param patience how long to wait for the turn; zero does not wait
     * @throws LinkgateException {@code rate-limited} if the turn did not come in time, or the request may not wait any
     *     longer
     */
    public Turn take(RequestContext context, Duration patience) {
        if (context.actor().hasReserve()) {
            return () -> {};
        }
        Turn turn = take(context.actor().share(), patience, context.waiting()::mayContinue);
        if (turn == null) {
            throw Failure.of(
                            ProblemCode.RATE_LIMITED,
                            "Too many " + unit + " are under way or wait for their turn. Try again.")
                    .retryAfter(TRY_AGAIN)
                    .toException();
        }
        return turn;
    }

    /**
     * Waits for a team's turn, which lasts until it is closed.
     *
     * @param patience how long to wait for the turn; zero does not wait
     * @param goesOn asked every second; false or its exception ends the wait
     * @return nothing if the turn did not come in time
     */
    public @Nullable Turn take(String team, Duration patience, BooleanSupplier goesOn) {
        Waiter waiter = new Waiter(team);
        enter(waiter);
        boolean taken = false;
        try {
            taken = Futures.await(waiter, patience, goesOn);
        } finally {
            if (!taken) {
                leave(waiter);
            }
        }
        return taken ? () -> giveBack(waiter) : null;
    }

    /** A turn that was taken. It must be closed once. */
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** The number of requests that wait for a turn. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void enter(Waiter waiter) {
        lock.lock();
        try {
            waiting.add(waiter.team, waiter);
            serve();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.isDone()) {
                giveBack(waiter); // the turn came too late
            } else {
                waiting.remove(waiter.team, waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Waiter waiter) {
        lock.lock();
        try {
            ofTeams.computeIfPresent(waiter.team, (name, count) -> count == 1 ? null : count - 1);
            free++;
            serve();
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        while (free > 0) {
            Waiter next = waiting.take(team -> ofTeams.getOrDefault(team, 0) < maxOfTeam);
            if (next == null) {
                return;
            }
            free--;
            ofTeams.merge(next.team, 1, Integer::sum);
            next.complete(null);
        }
    }
}
