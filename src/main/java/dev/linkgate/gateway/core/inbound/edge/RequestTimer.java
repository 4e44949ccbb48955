package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Times callers' requests, with the name and the labels of Boot's own timer. It replaces Boot's observation of
 * requests, which costs much more.
 */
@Component
public class RequestTimer {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    /** Boot's word for a method or a route that is not known. */
    private static final String UNKNOWN = "UNKNOWN";

    private static final String EXCEPTION = RequestTimer.class.getName() + ".exception";

    private final Meter.MeterProvider<Timer> timers;

    RequestTimer(MeterRegistry meters) {
        this.timers = Metric.REQUESTS.timer().serviceLevelObjectives(BUCKETS).withRegistry(meters);
    }

    /** Notes the exception that ended the handling of the request; the last one counts. */
    static void failed(HttpServletRequest request, Throwable exception) {
        request.setAttribute(EXCEPTION, exception);
    }

    /**
     * The simple name of the class of the exception that ended the handling of the request; absent if there was none.
     */
    public static @Nullable String exception(HttpServletRequest request) {
        Object exception = request.getAttribute(EXCEPTION);
        if (exception == null) {
            return null;
        }
        String simpleName = exception.getClass().getSimpleName();
        return simpleName.isEmpty() ? exception.getClass().getName() : simpleName;
    }

    void record(HttpServletRequest request, int status, long micros) {
        timers.withTags(Tags.of(
                        "method", Objects.requireNonNullElse(EdgeFilter.knownMethod(request), UNKNOWN),
                        "uri", Objects.requireNonNullElse(EdgeFilter.knownRoute(request), UNKNOWN),
                        "status", String.valueOf(status),
                        "outcome", Outcome.forStatus(status).name(),
                        "exception", Objects.requireNonNullElse(exception(request), "none")))
                .record(micros, TimeUnit.MICROSECONDS);
    }
}
