package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import java.time.Duration;

/**
 * The end of one wait of a request: its deadline, or the moment when {@link
 * dev.linkgate.gateway.core.platform.request.Waiting#mayContinue} says so, which it asks once a second.
 */
final class WaitLimit {

    private static final long RECHECK_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtlasRequest request;
    private long recheckAt = System.nanoTime() + RECHECK_NANOS;

    /** Begins now. */
    WaitLimit(AtlasRequest request) {
        this.request = request;
    }

    /**
     * The nanoseconds to wait before this is called again; zero or negative if the wait is over.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if the caller must not get an answer any more
     */
    long nanos() {
        long now = System.nanoTime();
        if (now - recheckAt >= 0) {
            if (!request.context().waiting().mayContinue()) {
                return 0;
            }
            recheckAt = now + RECHECK_NANOS;
        }
        return Math.min(request.timeLeft().toNanos(), recheckAt - now);
    }
}
