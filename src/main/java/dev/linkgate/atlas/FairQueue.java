package dev.linkgate.atlas;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue of waiting requests: it serves the teams in rounds, and within a team the oldest request first. A new
 * team joins at the end of the round, whatever the other teams have waiting. Not thread-safe.
 */
final class FairQueue<W> {

    /** In the order of the round; it contains only teams with waiting requests. */
    private final Map<String, ArrayDeque<W>> teams = new LinkedHashMap<>();

    void add(String team, W waiter) {
        teams.computeIfAbsent(team, unseen -> new ArrayDeque<>()).add(waiter);
    }

    /** The next waiter; none if the queue is empty. */
    @Nullable
    W next() {
        return teams.isEmpty() ? null : teams.values().iterator().next().peek();
    }

    /** Removes the next waiter, and moves its team to the end of the round. */
    @Nullable
    W take() {
        if (teams.isEmpty()) {
            return null;
        }
        Map.Entry<String, ArrayDeque<W>> first = teams.entrySet().iterator().next();
        String team = first.getKey();
        ArrayDeque<W> waiters = first.getValue();
        W taken = waiters.poll();
        teams.remove(team);
        if (!waiters.isEmpty()) {
            teams.put(team, waiters);
        }
        return taken;
    }

    /** Removes a waiter that has given up. */
    void remove(String team, W waiter) {
        ArrayDeque<W> waiters = teams.get(team);
        if (waiters != null && waiters.remove(waiter) && waiters.isEmpty()) {
            teams.remove(team);
        }
    }

    void forEach(Consumer<W> action) {
        teams.values().forEach(waiters -> waiters.forEach(action));
    }

    int size() {
        return teams.values().stream().mapToInt(ArrayDeque::size).sum();
    }
}
