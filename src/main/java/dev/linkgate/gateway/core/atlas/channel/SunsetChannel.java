package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators that Atlas withdraws a version of a resource: by metrics, and by a warning a day and resource. Atlas
 * announces it in the headers {@code Deprecation} and {@code Sunset} of its answers, 12 to 24 months ahead.
 */
public final class SunsetChannel implements AtlasChannel {

    private static final Logger log = LoggerFactory.getLogger(SunsetChannel.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final AtlasChannel inner;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** The announced times by the template of the resource, of which there are few. */
    private final Map<String, Instant> sunsets = new ConcurrentHashMap<>();

    private final Map<String, Instant> warned = new ConcurrentHashMap<>();

    public SunsetChannel(AtlasChannel inner, InstantSource clock, MeterRegistry meters) {
        this.inner = inner;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        AtlasResponse response = inner.exchange(request);
        String sunset = response.headers().getFirst("Sunset");
        if (sunset != null || response.headers().containsHeader("Deprecation")) {
            note(ResourceTemplate.of(request.uri()), request.accept(), sunset == null ? null : instant(sunset));
        }
        return response;
    }

    /** @param sunset absent if Atlas has not said when */
    private void note(String resource, String version, @Nullable Instant sunset) {
        Metric.ATLAS_DEPRECATED
                .counter()
                .tag("resource", resource)
                .register(meters)
                .increment();
        if (sunset != null && sunsets.put(resource, sunset) == null) {
            Metric.ATLAS_SUNSET
                    .secondsGauge(this, channel -> channel.secondsLeft(resource))
                    .tag("resource", resource)
                    .register(meters);
        }
        if (isDue(resource)) {
            log.warn(
                    "Atlas withdraws {} in the version {}{}. A newer version of the gateway is needed by then",
                    resource,
                    version,
                    sunset == null ? "" : " at " + sunset);
        }
    }

    private double secondsLeft(String resource) {
        Instant sunset = sunsets.get(resource);
        return sunset == null
                ? Double.NaN
                : Duration.between(clock.instant(), sunset).toSeconds();
    }

    /** Whether a day has passed since the last warning; then this is the next one. */
    private boolean isDue(String resource) {
        Instant now = clock.instant();
        Instant last = warned.get(resource);
        if (last == null) {
            return warned.putIfAbsent(resource, now) == null;
        }
        return !now.isBefore(last.plus(BETWEEN_WARNINGS)) && warned.replace(resource, last, now);
    }

    /**
     * Reads an HTTP date. Atlas does not pad the day ({@code Thu, 1 Jul 2027 00:00:00 GMT}), which the JDK's format
     * accepts.
     *
     * @return nothing if it is none
     */
    private static @Nullable Instant instant(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
