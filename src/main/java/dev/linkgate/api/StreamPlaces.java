package dev.linkgate.api;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the streams that are open, and opens no more than there may be: each is a connection and a thread. */
final class StreamPlaces {

    /** Streams end when their callers want, so nobody knows when there will be a place. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final int max;
    private final int maxOfTeam;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> ofTeams = new HashMap<>();
    private int taken;

    StreamPlaces(int max, int maxOfTeam) {
        this.max = max;
        this.maxOfTeam = maxOfTeam;
    }

    /**
     * Takes a place, which must be {@link #leave left}. The administrator's streams are no team's.
     *
     * @throws LinkgateException {@code rate-limited}
     */
    void take(Actor actor) {
        lock.lock();
        try {
            if (taken >= max) {
                throw none("The gateway has " + max + " event streams open, and opens no more.");
            }
            if (actor.team() != null) {
                int ofTeam = ofTeams.getOrDefault(actor.team(), 0);
                if (ofTeam >= maxOfTeam) {
                    throw none("Your team has " + maxOfTeam + " event streams open, which is all it may have at once.");
                }
                ofTeams.put(actor.team(), ofTeam + 1);
            }
            taken++;
        } finally {
            lock.unlock();
        }
    }

    void leave(Actor actor) {
        lock.lock();
        try {
            if (actor.team() != null) {
                ofTeams.computeIfPresent(actor.team(), (team, count) -> count == 1 ? null : count - 1);
            }
            taken--;
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static LinkgateException none(String detail) {
        return Failure.of(ProblemCode.RATE_LIMITED, detail)
                .retryAfter(TRY_AGAIN)
                .toException();
    }
}
