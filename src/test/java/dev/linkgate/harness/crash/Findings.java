package dev.linkgate.harness.crash;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of a run.
 *
 * @param violations promises that were broken, none if all checks passed
 * @param operations of all callers
 * @param receipts that callers were given
 * @param replays additions that were repeated with an idempotency key, and found done
 * @param trailRecords records of the audit trail
 * @param errors lines that the gateway logged as errors
 */
record Findings(
        Plan plan,
        List<Kill> kills,
        List<String> violations,
        Duration took,
        long requests,
        long unanswered,
        long unknownOutcomes,
        long operations,
        long writes,
        long receipts,
        long replays,
        long trailRecords,
        List<String> errors) {

    /** How often work was interrupted at each boundary. */
    Map<Boundary, Integer> coverage() {
        Map<Boundary, Integer> coverage = new EnumMap<>(Boundary.class);
        for (Boundary boundary : Boundary.values()) {
            coverage.put(boundary, 0);
        }
        for (Kill kill : kills) {
            kill.met().forEach(boundary -> coverage.merge(boundary, 1, Integer::sum));
        }
        return coverage;
    }

    /** The boundaries wanted at which no work was interrupted. */
    List<Boundary> notMet() {
        Map<Boundary, Integer> coverage = coverage();
        return plan.boundaries().stream()
                .filter(boundary -> coverage.getOrDefault(boundary, 0) == 0)
                .toList();
    }
}
