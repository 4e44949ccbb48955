package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What is measured of deliveries. The names of webhooks are labels, because there are few. */
@Component
class WebhookMetrics {

    private static final String NAME = "webhook";

    /** Two measurements may fail. */
    private static final Duration VALID = Duration.ofMinutes(3);

    private final MeterRegistry meters;
    private final Meter.MeterProvider<Timer> tries;
    private final Meter.MeterProvider<Counter> givenUp;
    private volatile Measured measured = new Measured(Double.NaN, Double.NaN, System.nanoTime());

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.tries = Metric.WEBHOOK_TRIES.timer().withRegistry(meters);
        this.givenUp = Metric.WEBHOOK_GIVEN_UP.counter().withRegistry(meters);
        Metric.WEBHOOK_WAITING
                .gauge(this, metrics -> metrics.newest(Measured::events))
                .register(meters);
        Metric.WEBHOOK_LONGEST_WAIT
                .secondsGauge(this, metrics -> metrics.newest(Measured::longestWait))
                .register(meters);
    }

    /**
     * What waits.
     *
     * @param longestWait in seconds
     * @param at as {@link System#nanoTime}
     */
    private record Measured(double events, double longestWait, long at) {}

    /** NaN if another replica has measured for a while, because what this one has measured is old then. */
    private double newest(ToDoubleFunction<Measured> value) {
        Measured last = measured;
        return System.nanoTime() - last.at() < VALID.toNanos() ? value.applyAsDouble(last) : Double.NaN;
    }

    void tried(String webhook, TryResult result, Duration took) {
        String outcome = switch (result) {
            case TryResult.Answered answered -> answered.delivered() ? "delivered" : status(answered.status());
            case TryResult.NoAnswer none -> "no-answer";
        };
        tries.withTags(NAME, webhook, "outcome", outcome).record(took);
    }

    /** A receiver cannot make a series of each number. */
    private static String status(int answered) {
        return HttpStatus.resolve(answered) == null ? "other" : Integer.toString(answered);
    }

    void givenUp(String webhook, int events) {
        givenUp.withTags(NAME, webhook).increment(events);
    }

    /** Forgets what was measured of others than these. */
    void keepOnly(Set<String> webhooks) {
        meters.getMeters().stream()
                .filter(meter -> {
                    String webhook = meter.getId().getTag(NAME);
                    return webhook != null && !webhooks.contains(webhook);
                })
                .forEach(meters::remove);
    }

    /** @param longestWait how long the first of those that wait has waited */
    void waiting(long events, Duration longestWait) {
        measured = new Measured(events, longestWait.toSeconds(), System.nanoTime());
    }
}
