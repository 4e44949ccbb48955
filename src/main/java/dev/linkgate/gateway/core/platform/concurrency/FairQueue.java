package dev.linkgate.gateway.core.platform.concurrency;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of waiting requests: it serves the teams in rounds, and within a team the oldest request first. A new
 * team joins at the end of the round, whatever the other teams have waiting. Not thread-safe.
 */
public final class FairQueue<W> {

    /** The teams in the order of the round; it contains only teams with waiting requests. */
    private final Map<String, ArrayDeque<W>> teams = new LinkedHashMap<>();

    public void add(String team, W waiter) {
        teams.computeIfAbsent(team, unseen -> new ArrayDeque<>()).add(waiter);
    }

    /** The next waiter; none if the queue is empty. */
    public @Nullable W next() {
        return teams.isEmpty() ? null : teams.values().iterator().next().peek();
    }

    /** Removes the next waiter, and moves its team to the end of the round. */
    public @Nullable W take() {
        return take(team -> true);
    }

    /** Removes the next waiter of those teams that may have one taken, and moves its team to the end of the round. */
    public @Nullable W take(Predicate<String> mayTake) {
        String team = teams.keySet().stream().filter(mayTake).findFirst().orElse(null);
        ArrayDeque<W> waiters = team == null ? null : teams.remove(team);
        if (waiters == null) {
            return null;
        }
        W taken = waiters.poll();
        if (!waiters.isEmpty()) {
            teams.put(team, waiters);
        }
        return taken;
    }

    /** Removes a waiter that has given up. */
    public void remove(String team, W waiter) {
        ArrayDeque<W> waiters = teams.get(team);
        if (waiters != null && waiters.remove(waiter) && waiters.isEmpty()) {
            teams.remove(team);
        }
    }

    public void forEach(Consumer<W> action) {
        teams.values().forEach(waiters -> waiters.forEach(action));
    }

    public int size() {
        return teams.values().stream().mapToInt(ArrayDeque::size).sum();
    }
}
