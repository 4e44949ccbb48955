package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides whether to send a request again: tries, budget and deadline must all allow it. */
public final class RetryPolicy {

    /** The longest interval of which a pause is a random part, well below the deadline of a request. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final int maxTries;
    private final Backoff backoff;
    private final RetryBudget budget;
    private final WaitMetrics waits;
    private final Meter.MeterProvider<Counter> retries;

    public RetryPolicy(
            ResilienceSettings.Retries settings,
            InstantSource clock,
            RandomGenerator random,
            WaitMetrics waits,
            MeterRegistry meters) {
        this.maxTries = settings.maxTries();
        this.backoff = new Backoff(settings.firstPause(), random);
        this.budget = new RetryBudget(clock);
        this.waits = waits;
        this.retries = Metric.ATLAS_RETRIES.counter().withRegistry(meters);
        Metric.ATLAS_RETRY_BUDGET.gauge(budget, RetryBudget::available).register(meters);
    }

    /** Called before a request is sent for the first time. */
    public void begin() {
        budget.pay();
    }

    /**
     * Waits until the next try is due.
     *
     * @param failedTries how often it was tried, from 1
     * @param asked the pause that Atlas asks for, if any
     * @return false if there is no next try, or its caller does not wait for it any longer
     */
    public boolean again(AtlasRequest request, int failedTries, AtlasFault cause, @Nullable Duration asked) {
        if (failedTries >= maxTries && !waitsOut(request, cause)) {
            return false;
        }
        Duration pause = backoff.after(failedTries, asked);
        if (pause.compareTo(request.timeLeft()) >= 0 || !budget.take()) {
            return false;
        }
        try {
            if (!waits.sleep(WaitMetrics.Reason.BACKOFF, pause, request)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        count(cause);
        return true;
    }

    /** A read is tried again as a whole, with those that share it; a write only here. */
    private static boolean waitsOut(AtlasRequest request, AtlasFault cause) {
        return cause == AtlasFault.RATE_LIMITED
                && request.ofWrite()
                && request.context().waiting().mayRetry();
    }

    /** Whether the next try may be sent without a pause. */
    boolean atOnce(AtlasRequest request, AtlasFault cause) {
        if (maxTries == 1 || !request.timeLeft().isPositive() || !budget.take()) {
            return false;
        }
        count(cause);
        return true;
    }

    private void count(AtlasFault cause) {
        retries.withTag("cause", cause.label()).increment();
    }

    /**
     * The pause before the next try: the pause that Atlas asks for, plus a random part of an interval that doubles with
     * each try. The whole interval is random ("full jitter"), so that callers who failed together do not retry
     * together.
     */
    record Backoff(Duration first, RandomGenerator random) {

        /** @param failedTries how often it was tried, from 1 */
        Duration after(int failedTries, @Nullable Duration asked) {
            long ceiling = Math.min(MAX_PAUSE.toNanos(), first.toNanos() << Math.min(failedTries - 1, 20));
            Duration jitter = Duration.ofNanos(ceiling <= 0 ? 0 : random.nextLong(ceiling));
            return asked == null ? jitter : asked.plus(jitter);
        }
    }
}
