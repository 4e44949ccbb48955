package dev.linkgate.harness.partition;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What has happened in each phase. For any thread. */
final class Findings {

    private final Map<String, Phase> phases = new LinkedHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile Phase current = new Phase("before");

    private static final class Phase {

        final String name;
        final LongAdder answered = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder lost = new LongAdder();
        volatile Duration silence = Duration.ZERO;

        Phase(String name) {
            this.name = name;
        }
    }

    /** What follows belongs to this phase. */
    synchronized void begin(String phase) {
        current = new Phase(phase);
        phases.put(phase, current);
    }

    /** @param status zero if there was no answer */
    void answered(int status) {
        Phase phase = current;
        if (status == 0) {
            phase.lost.increment();
        } else if (status < 500) {
            phase.answered.increment();
        } else {
            phase.refused.increment();
        }
    }

    /** What must never happen. */
    void violated(String kind, String what) {
        violated(current.name, kind, what);
    }

    /** @param phase to which it belongs, though it is found later */
    void violated(String phase, String kind, String what) {
        violations.add(phase + ": " + kind + ": " + what);
    }

    /** Notes the longest time in which a replica that nothing happens to has answered nothing with success. */
    void silent(Duration time) {
        current.silence = time;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized String table() {
        String row = "%-24s%16s%16s%16s%16s%n";
        StringBuilder table = new StringBuilder(row.formatted("phase", "answered", "5xx", "lost", "others' silence"));
        phases.forEach((name, phase) -> table.append(row.formatted(
                name,
                phase.answered,
                phase.refused,
                phase.lost,
                "%.1f s".formatted(phase.silence.toMillis() / 1000.0))));
        return table.toString();
    }
}
