package dev.linkgate.gateway.feature.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** Which requests wait for their next try instead of being refused for a moment. */
@FunctionalInterface
public interface RetryTimes {

    /** How long a request waits at most; zero if not at all. */
    Duration of(HttpServletRequest request);
}
