package dev.linkgate.gateway.atlas.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pause before the next try: the pause that Atlas asks for, plus a random part of an interval that doubles with
 * each try. The whole interval is random ("full jitter"), so that callers who failed together do not retry together.
 */
record Backoff(Duration first, Duration max, RandomGenerator random) {

    /** @param failedTries how often it was tried, from 1 */
    Duration after(int failedTries, @Nullable Duration asked) {
        long ceiling = Math.min(max.toNanos(), first.toNanos() << Math.min(failedTries - 1, 20));
        Duration jitter = Duration.ofNanos(ceiling <= 0 ? 0 : random.nextLong(ceiling));
        return asked == null ? jitter : asked.plus(jitter);
    }
}
