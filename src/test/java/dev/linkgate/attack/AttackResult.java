package dev.linkgate.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attack.
 *
 * @param source where it came from
 * @param took how long it went on
 * @param quiet how the working team's calls fared before it
 * @param during how they fared while it went on
 * @param later how they fared right after it
 * @param administratorMillis the longest that a key or a grant took to be taken away
 * @param administratorFailed how many of the administrator's requests failed
 * @param residentMegabytes the most that the process took while it went on
 * @param after absent if the gateway has died
 * @param ready whether it says so afterwards
 * @param valid whether the audit trail still verifies
 */
record AttackResult(
        Attack attack,
        String source,
        Duration took,
        LatencyFigures quiet,
        LatencyFigures during,
        LatencyFigures later,
        double administratorMillis,
        int administratorFailed,
        ProcessStats before,
        double residentMegabytes,
        @Nullable ProcessStats after,
        boolean ready,
        boolean valid,
        Observations seen) {

    private static final double PROMISED_MILLIS = 250;

    /** What did not hold; nothing if all did. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        int failed = quiet.failed() + during.failed() + later.failed();
        if (after == null) {
            broken.add("died");
        } else if (!after.isLike(before)) {
            broken.add("holds more than before");
        }
        if (failed > 0) {
            broken.add(failed + " calls failed");
        }
        if (during.p99Millis() > PROMISED_MILLIS) {
            broken.add("p99");
        }
        if (administratorFailed > 0) {
            broken.add("administrator");
        }
        if (after != null && !ready) {
            broken.add("not ready");
        }
        if (after != null && !valid) {
            broken.add("trail");
        }
        if (!seen.violations().isEmpty()) {
            broken.add(seen.violations().size() + " wrong answers");
        }
        return broken;
    }

    /** Whether the gateway can be attacked again. */
    boolean isSound() {
        return after != null && after.isLike(before) && ready;
    }
}
