package dev.linkgate.harness.partition;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What has happened in each phase. For any thread. */
final class Findings {

    private final Map<String, Phase> phases = new LinkedHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile Phase current = new Phase();

    private static final class Phase {
        final LongAdder answered = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder lost = new LongAdder();
        final Map<Violation, LongAdder> violations = new ConcurrentHashMap<>();
        volatile Duration silence = Duration.ZERO;
    }

    /** What follows belongs to this phase. */
    synchronized void begin(String phase) {
        current = new Phase();
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

    void violated(Violation kind, String what) {
        violated(current, kind, what);
    }

    /** @param phase to which it belongs, though it is found later */
    synchronized void violated(String phase, Violation kind, String what) {
        violated(phases.getOrDefault(phase, current), kind, what);
    }

    private void violated(Phase phase, Violation kind, String what) {
        phase.violations.computeIfAbsent(kind, first -> new LongAdder()).increment();
        violations.add(kind.title() + ": " + what);
    }

    /** Notes the longest time in which a replica that nothing happens to has answered nothing with success. */
    void silent(Duration time) {
        current.silence = time;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized String table() {
        StringBuilder table = new StringBuilder();
        row(table, "phase", "answered", "5xx", "lost", "others' silence");
        phases.forEach((name, phase) -> {
            row(
                    table,
                    name,
                    phase.answered.toString(),
                    phase.refused.toString(),
                    phase.lost.toString(),
                    "%.1f s".formatted(phase.silence.toMillis() / 1000.0));
            phase.violations.forEach((kind, number) -> table.append("    ")
                    .append(number)
                    .append(" × ")
                    .append(kind.title())
                    .append('\n'));
        });
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String... figures) {
        table.append("%-24s".formatted(name));
        for (String figure : figures) {
            table.append("%16s".formatted(figure));
        }
        table.append('\n');
    }
}
