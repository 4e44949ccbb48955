package dev.linkgate.harness.attack;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** An attacker's observations: the counts of each status and of closed connections, and forbidden events. */
final class Observations {

    private static final int SHOWN_CHARACTERS = 400;

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> violations = new ConcurrentSkipListMap<>();
    private final Map<String, String> examples = new ConcurrentSkipListMap<>();

    void answered(int status) {
        saw(String.valueOf(status));
    }

    void saw(String what) {
        increment(counts, what);
    }

    /**
     * Notes a forbidden event.
     *
     * @param example kept for the first of a kind
     */
    void violated(String kind, String example) {
        increment(violations, kind);
        examples.putIfAbsent(kind, example.substring(0, Math.min(SHOWN_CHARACTERS, example.length())));
    }

    /** One for each kind. */
    List<String> violations() {
        return violations.entrySet().stream()
                .map(each -> each.getKey() + " (" + each.getValue() + " times), as " + examples.get(each.getKey()))
                .toList();
    }

    /** The counts in the form {@code 401:200 closed:50}. */
    String summary() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + ":" + count.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void increment(Map<String, LongAdder> counts, String what) {
        counts.computeIfAbsent(what, unseen -> new LongAdder()).increment();
    }
}
