package dev.linkgate.gateway.admission;

import dev.linkgate.gateway.request.Actor;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import dev.linkgate.gateway.request.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits concurrent uses of a resource: in total, and per {@linkplain Actor#share() team}. All unknown callers count
 * together as one team, and an administrator with a name as another. Administrators with a {@linkplain
 * Actor#hasReserve() reserve} are never refused, and count only in the total.
 *
 * <p>By default a team may use three quarters of the total. This hardly limits a single team, and leaves a quarter to
 * the others when one team uses too much.
 */
public final class TeamQuota {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final String unit;
    private final int max;
    private final int maxOfTeam;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> ofTeams = new HashMap<>();
    private int used;

    /** @param unit the counted unit, in the plural, for people */
    public TeamQuota(String unit, int max) {
        this(unit, max, Math.max(1, max / 4 * 3));
    }

    /**
     * @param unit the counted unit, in the plural, for people
     * @param max the maximum in use at once, 0 or more
     * @param maxOfTeam the maximum in use at once by one team, 0 or more
     */
    public TeamQuota(String unit, int max, int maxOfTeam) {
        this.unit = unit;
        this.max = max;
        this.maxOfTeam = maxOfTeam;
    }

    /**
     * Takes one until the permit is released.
     *
     * @throws LinkgateException {@code rate-limited} if the team's share or the total is in use
     */
    public Permit take(Actor actor) {
        String team = actor.hasReserve() ? "" : actor.share();
        lock.lock();
        try {
            if (!team.isEmpty()) {
                int ofTeam = ofTeams.getOrDefault(team, 0);
                if (ofTeam >= maxOfTeam) {
                    String share = maxOfTeam + " " + unit + " at once, which is ";
                    throw refusal(
                            actor.isAdministrator()
                                    ? "You have " + share + "your share."
                                    : "Your team has " + share + "its share.");
                }
                if (used >= max) {
                    throw refusal("The gateway has " + max + " " + unit + " at once, and accepts no more.");
                }
                ofTeams.put(team, ofTeam + 1);
            }
            used++;
        } finally {
            lock.unlock();
        }
        return new Permit(team);
    }

    private static LinkgateException refusal(String detail) {
        return Failure.of(ProblemCode.RATE_LIMITED, detail)
                .retryAfter(TRY_AGAIN)
                .toException();
    }

    /** The number in use. */
    public int used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** One use. */
    public final class Permit {

        private final String team;

        private Permit(String team) {
            this.team = team;
        }

        /** Must be called once. */
        public void release() {
            lock.lock();
            try {
                ofTeams.computeIfPresent(team, (name, count) -> count == 1 ? null : count - 1);
                used--;
            } finally {
                lock.unlock();
            }
        }
    }
}
