package dev.linkgate.sandbox.state;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The events of each project, newest first. It has the gaps of Atlas's feed, too: an event can be lost, and can be
 * without its author.
 */
public final class EventLog {

    /** The events that are kept of a project. */
    private static final int KEPT = 10_000;

    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, Deque<SimulatedEvent>> events = new HashMap<>();
    private final Map<String, Integer> toLose = new HashMap<>();
    private final Set<String> withoutAuthors = new HashSet<>();

    EventLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds an event that happens now, unless it is to be lost. */
    public synchronized void add(String project, SimulatedEventType type, Author author) {
        int lost = toLose.getOrDefault(project, 0);
        if (lost > 0) {
            toLose.put(project, lost - 1);
            return;
        }
        Instant now = clock.instant();
        String id = "%08x%016x".formatted((int) now.getEpochSecond(), random.nextLong());
        Author told = withoutAuthors.contains(project) ? Author.UNTOLD : author;
        Deque<SimulatedEvent> all = events.computeIfAbsent(project, unseen -> new ArrayDeque<>());
        all.addFirst(new SimulatedEvent(id, now.truncatedTo(ChronoUnit.SECONDS), type, told));
        if (all.size() > KEPT) {
            all.removeLast();
        }
    }

    /** Loses the next events of a project. */
    public synchronized void loseNext(String project, int number) {
        toLose.put(project, number);
    }

    /** From now on the events of a project do not tell who did it. */
    public synchronized void hideAuthors(String project) {
        withoutAuthors.add(project);
    }

    /** The events of a project, newest first. */
    public synchronized List<SimulatedEvent> of(String project) {
        return new ArrayList<>(events.getOrDefault(project, new ArrayDeque<>()));
    }
}
