package dev.linkgate.gateway.notify.webhook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The pauses between the tries of an event: they grow, and vary by a fifth, so that many events do not come at once. */
final class RetryPauses {

    private static final List<Duration> GROWING = Stream.of(1, 5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400)
            .map(Duration::ofSeconds)
            .toList();

    private static final double SPREAD = 0.2;

    private RetryPauses() {}

    /** @param failed how many tries have failed, at least one */
    static Duration after(int failed, Duration longest) {
        Duration pause = GROWING.get(Math.min(failed, GROWING.size()) - 1);
        Duration most = pause.compareTo(longest) < 0 ? pause : longest;
        double factor = 1 - SPREAD + 2 * SPREAD * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (most.toNanos() * factor));
    }
}
