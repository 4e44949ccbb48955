package dev.linkgate.atlas;

import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tries again, within the request's deadline, where that can do no harm: a read after any passing failure, a write only
 * when Atlas provably did not apply it (no connection was made, 429, or maintenance).
 */
final class ResilientChannel implements AtlasChannel {

    private static final int MAX_TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final AtlasChannel inner;
    private final MeterRegistry meters;

    ResilientChannel(AtlasChannel inner, MeterRegistry meters) {
        this.inner = inner;
        this.meters = meters;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        for (int tries = 1; ; tries++) {
            try {
                AtlasResponse response = inner.exchange(request);
                if (!mayRepeat(request, response)
                        || !pause(request, tries, RefusalTable.retryAfter(response.headers()))) {
                    return response;
                }
                count(String.valueOf(response.status()));
            } catch (TransportFailure failure) {
                boolean unsent = failure.phase() == TransportFailure.Phase.NOT_SENT;
                if (!(request.isRead() || unsent) || !pause(request, tries, null)) {
                    throw failure;
                }
                count(unsent ? "not-connected" : "no-answer");
            }
        }
    }

    private static boolean mayRepeat(AtlasRequest request, AtlasResponse response) {
        if (request.isRead()) {
            return PASSING.contains(response.status());
        }
        return response.status() == 429
                || (response.status() == 405 && response.body().contains("WRITES_NOT_ALLOWED_DURING_APP_UPGRADES"));
    }

    /**
     * Waits before the next try: as long as Atlas asks, else a random part of an interval that doubles (full jitter).
     *
     * @return false, without waiting, when the tries are used up or the deadline would pass first
     */
    private static boolean pause(AtlasRequest request, int tries, @Nullable Duration asked) {
        long ceiling = FIRST_PAUSE.multipliedBy(1L << tries).toMillis();
        Duration pause = asked != null
                ? asked
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling));
        if (tries >= MAX_TRIES || pause.compareTo(request.timeLeft()) >= 0) {
            return false;
        }
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void count(String cause) {
        meters.counter(Metric.ATLAS_RETRIES.meterName(), "cause", cause).increment();
    }
}
