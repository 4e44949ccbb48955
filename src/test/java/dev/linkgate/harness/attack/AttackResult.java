package dev.linkgate.harness.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attack.
 *
 * @param source its address
 * @param took its duration
 * @param quiet the working team's calls before it
 * @param during the team's calls during it
 * @param later the team's calls right after it
 * @param administratorMillis the longest time to remove a key or a grant
 * @param administratorFailed how many of the administrator's requests failed
 * @param residentMegabytes the process's maximum during it
 * @param after absent if the gateway has died
 * @param ready whether the gateway is ready afterwards
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

    int calls() {
        return quiet.calls() + during.calls() + later.calls();
    }

    int failed() {
        return quiet.failed() + during.failed() + later.failed();
    }

    String failures() {
        return String.join(" ", quiet.failures(), during.failures(), later.failures())
                .strip();
    }

    /** The failed checks; empty if all passed. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        if (after == null) {
            broken.add("died");
        } else if (!after.isLike(before)) {
            broken.add("holds more than before");
        }
        if (failed() > 0) {
            broken.add(failed() + " calls failed");
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
