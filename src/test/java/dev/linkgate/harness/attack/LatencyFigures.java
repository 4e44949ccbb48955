package dev.linkgate.harness.attack;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How calls fared.
 *
 * @param failures how each failed, with how often
 */
record LatencyFigures(int calls, int failed, double p50Millis, double p99Millis, double maxMillis, String failures) {

    /** A call by when it was due, which a stall cannot put off: one that had to wait was slow for its caller, too. */
    record Call(long due, long nanos, String failure) {}

    static LatencyFigures of(List<Call> calls) {
        long[] sorted = calls.stream().mapToLong(Call::nanos).sorted().toArray();
        List<String> failures = calls.stream()
                .map(Call::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
        String told =
                failures.stream()
                        .collect(Collectors.groupingBy(each -> each, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .sorted()
                        .collect(Collectors.joining(" "));
        return new LatencyFigures(
                sorted.length,
                failures.size(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                told);
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1e6;
    }
}
