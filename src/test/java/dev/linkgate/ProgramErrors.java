package dev.linkgate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last errors of each program that tests have started. */
final class ProgramErrors {

    /**
     * The maximum number of kept errors of each program, so that one that fails all the time leaves room for the
     * others.
     */
    private static final int KEPT = 5;

    private final Map<String, Deque<Noted>> byLog = new LinkedHashMap<>();
    private long count;

    private record Noted(long number, List<String> lines) {}

    synchronized void add(String log, List<String> lines) {
        Deque<Noted> kept = byLog.computeIfAbsent(log, first -> new ArrayDeque<>());
        kept.add(new Noted(count++, lines));
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    /** How many there were. */
    synchronized long count() {
        return count;
    }

    /** @return for people; empty if there were none */
    synchronized String since(long earlier) {
        return byLog.entrySet().stream()
                .map(program -> text(program.getKey(), program.getValue(), earlier))
                .collect(Collectors.joining());
    }

    private static String text(String log, Deque<Noted> kept, long earlier) {
        String errors = kept.stream()
                .filter(error -> error.number() >= earlier)
                .flatMap(error -> error.lines().stream())
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
        return errors.isEmpty() ? "" : "The last errors in " + log + ":\n" + errors;
    }
}
