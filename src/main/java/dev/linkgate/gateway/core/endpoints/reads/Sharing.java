package dev.linkgate.gateway.core.endpoints.reads;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * The settings and counters of shared reads.
 *
 * @param maxAgeNanos how long an answer is shared; zero means that nothing is shared
 * @param hits answers already held
 * @param joined answers of reads already under way
 * @param reads answers that Atlas was asked for
 */
record Sharing(long maxAgeNanos, Ticker ticker, Counter hits, Counter joined, Counter reads) {

    static Sharing of(Duration maxAge, Ticker ticker, MeterRegistry meters) {
        return new Sharing(
                maxAge.toNanos(), ticker, counter(meters, "hit"), counter(meters, "joined"), counter(meters, "read"));
    }

    boolean isOff() {
        return maxAgeNanos == 0;
    }

    private static Counter counter(MeterRegistry meters, String source) {
        return Metric.SHARED_READS.counter().tag("source", source).register(meters);
    }
}
