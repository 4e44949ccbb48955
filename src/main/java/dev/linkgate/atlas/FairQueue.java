package dev.linkgate.atlas;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among those who wait: one of each team after another, and within a team who came first. A team that
 * comes new is last in the round, however many others the teams before it have waiting. Not thread-safe.
 */
final class FairQueue<W> {

    /** In the order of the round; a team without anybody waiting is not in it. */
    private final Map<String, ArrayDeque<W>> teams = new LinkedHashMap<>();

    void add(String team, W waiter) {
        teams.computeIfAbsent(team, unseen -> new ArrayDeque<>()).add(waiter);
    }

    /** Whose turn it is; nobody if nobody waits. */
    @Nullable
    W next() {
        return teams.isEmpty() ? null : teams.values().iterator().next().peek();
    }

    /** Takes out whose turn it is, and moves the team to the end of the round. */
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

    /** Takes one out who waits no longer. */
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
