package dev.linkgate.harness.crash;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kill and the work it interrupted.
 *
 * @param after since the first gateway was up
 * @param processes the number killed at once
 * @param aim the boundary it waited for; absent if the time was random
 * @param unfinished operations that were not finished then
 * @param met the boundaries at which it interrupted work, one for each piece of work
 */
record Kill(
        int number, Duration after, int processes, String aim, boolean reached, int unfinished, List<Boundary> met) {

    static final String RANDOM = "random";
    static final String STARTING = "starting";

    static String aim(@Nullable Boundary boundary) {
        return boundary == null ? RANDOM : boundary.name();
    }
}
