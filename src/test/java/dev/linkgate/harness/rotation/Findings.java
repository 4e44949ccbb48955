package dev.linkgate.harness.rotation;

import java.util.List;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param rotations how many there were of each kind
 * @param durationsNanos of the callers' calls, sorted
 * @param failures the failed calls
 * @param seconds the duration of the rotations
 */
record Findings(
        Plan plan, Map<String, Long> rotations, List<Long> durationsNanos, List<String> failures, long seconds) {

    long total() {
        return rotations.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @param share of the calls that were at most as long, 0 to 1 */
    long millisOf(double share) {
        int place = (int) Math.ceil(share * durationsNanos.size()) - 1;
        return durationsNanos.get(Math.max(place, 0)) / 1_000_000;
    }
}
