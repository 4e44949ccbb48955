package dev.linkgate.gateway.core.platform.concurrency;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Limits concurrent uses of a resource: in total, and per {@linkplain Actor#share() team}. All unknown callers count
 * together as one team, and an administrator with a name as another. Administrators with a {@linkplain
 * Actor#hasReserve() reserve} are never refused, and count only in the total.
 *
 * <p>Where the {@linkplain #permit(Actor, Supplier) network} of an unknown caller counts, it may use a sixteenth of the
 * total, and all unknown callers together a quarter.
 *
 * <p>By default a team may use three quarters of the total. This hardly limits a single team, and leaves a quarter to
 * the others when one team uses too much.
 */
public final class TeamQuota {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final String unit;
    private final long max;
    private final long maxOfTeam;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> usedOfShares = new HashMap<>();
    private long used;

    /** @param unit the counted unit, in the plural, for people */
    public TeamQuota(String unit, long max) {
        this(unit, max, Math.max(1, max / 4 * 3));
    }

    /**
     * @param unit the counted unit, in the plural, for people
     * @param max the maximum in use at once, 0 or more
     * @param maxOfTeam the maximum in use at once by one team, 0 or more
     */
    public TeamQuota(String unit, long max, long maxOfTeam) {
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
        Permit permit = permit(actor);
        permit.take(1);
        return permit;
    }

    /** A permit for none yet, which may take some later. */
    public Permit permit(Actor actor) {
        return new Permit(
                actor.hasReserve()
                        ? List.of()
                        : List.of(new Share(
                                actor.share(), maxOfTeam, actor.isAdministrator() ? "You have" : "Your team has")));
    }

    /**
     * A permit for none yet.
     *
     * @param network of the caller, which counts, too, while nothing else is known of it
     */
    public Permit permit(Actor actor, Supplier<String> network) {
        return actor.isAnonymous()
                ? new Permit(List.of(
                        new Share(network.get(), Math.max(1, max / 16), "Your network has"),
                        new Share(actor.share(), Math.max(1, max / 4), "Callers without a token have")))
                : permit(actor);
    }

    /** A part of the total, and whose it is. */
    private record Share(String name, long max, String owner) {}

    private static LinkgateException refusal(String detail) {
        return Failure.of(ProblemCode.RATE_LIMITED, detail)
                .retryAfter(TRY_AGAIN)
                .toException();
    }

    /** The number in use. */
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** The uses of one request. Only one thread may use it at a time. */
    public final class Permit {

        private final List<Share> shares;
        private long taken;

        private Permit(List<Share> shares) {
            this.shares = shares;
        }

        /**
         * Takes some more.
         *
         * @throws LinkgateException {@code rate-limited} if they are not left; none are taken then
         */
        public void take(long number) {
            lock.lock();
            try {
                requireLeft(number);
                add(number);
            } finally {
                lock.unlock();
            }
        }

        /** Counts some more, whether they are left or not. */
        public void takeAnyway(long number) {
            lock.lock();
            try {
                add(number);
            } finally {
                lock.unlock();
            }
        }

        private void requireLeft(long number) {
            for (Share share : shares) {
                if (usedOfShares.getOrDefault(share.name(), 0L) + number > share.max()) {
                    throw refusal(
                            share.owner() + " " + share.max() + " " + unit + " at once, which is the whole share.");
                }
            }
            if (!shares.isEmpty() && used + number > max) {
                throw refusal("The gateway has " + max + " " + unit + " at once, and accepts no more.");
            }
        }

        /** Keeps no entry for a share of which nothing is in use, because there are as many as callers and networks. */
        private void add(long number) {
            taken += number;
            used += number;
            shares.forEach(share -> usedOfShares.compute(share.name(), (name, before) -> {
                long now = (before == null ? 0 : before) + number;
                return now == 0 ? null : now;
            }));
        }

        /** Gives some back of what was taken. */
        public void giveBack(long number) {
            takeAnyway(-number);
        }

        /** Gives all back that was taken. */
        public void release() {
            giveBack(taken);
        }
    }
}
