package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that wait inside the gateway, by reason, and pauses those that wait for time. */
public final class WaitMetrics {

    /** The reasons for waiting. */
    enum Reason {
        /** The next try. */
        BACKOFF,
        /** The end of the time that a 429 asked for. */
        RETRY_AFTER,
        /** A token of the project's bucket. */
        BUCKET,
        /** The end of another request of the same team. */
        TEAM,
        /** The result of a trial, while the breaker is half open. */
        TRIAL
    }

    private final Sleeper sleeper;
    private final Map<Reason, AtomicInteger> waiters = new EnumMap<>(Reason.class);

    public WaitMetrics(Sleeper sleeper, MeterRegistry meters) {
        this.sleeper = sleeper;
        for (Reason reason : Reason.values()) {
            AtomicInteger count = new AtomicInteger();
            waiters.put(reason, count);
            Metric.ATLAS_WAITERS
                    .gauge(count, AtomicInteger::get)
                    .tag("for", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(meters);
        }
    }

    /**
     * Pauses a request.
     *
     * @return false if its caller does not wait any longer
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if its caller must not get an answer any more
     */
    boolean sleep(Reason reason, Duration time, AtlasRequest request) throws InterruptedException {
        begin(reason);
        try {
            return sleeper.sleep(time, request.context().waiting()::mayContinue);
        } finally {
            end(reason);
        }
    }

    /** Counts one more waiting request. */
    void begin(Reason reason) {
        waitersFor(reason).incrementAndGet();
    }

    /** Counts one less waiting request. */
    void end(Reason reason) {
        waitersFor(reason).decrementAndGet();
    }

    /** The number of requests that wait for this reason. */
    int waiters(Reason reason) {
        return waitersFor(reason).get();
    }

    private AtomicInteger waitersFor(Reason reason) {
        return Objects.requireNonNull(waiters.get(reason));
    }
}
