package dev.linkgate.api;

import dev.linkgate.link.WaitSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.ResponseEntity;

/**
 * How long a caller prefers its answer to be held; a controller method takes one as a parameter.
 *
 * @param asked absent when it does not say, at most what the operator allows otherwise
 */
public record PreferWait(Optional<Duration> asked) {

    public static final String REQUEST_HEADER = "Prefer";
    public static final String RESPONSE_HEADER = "Preference-Applied";

    static PreferWait of(HttpServletRequest request, WaitSettings settings) {
        if (request.getHeader(REQUEST_HEADER) == null) {
            return new PreferWait(Optional.empty());
        }
        return new PreferWait(Preferences.of(Collections.list(request.getHeaders(REQUEST_HEADER)))
                .waitSeconds()
                .map(seconds ->
                        Duration.ofSeconds(Math.min(seconds, settings.maxWait().toSeconds()))));
    }

    /** Zero when the caller does not want to wait. */
    Duration patience() {
        return asked.orElse(Duration.ZERO);
    }

    /** Tells the caller that its wish was heeded, if it had one. */
    ResponseEntity.BodyBuilder applied(ResponseEntity.BodyBuilder answer) {
        return asked.isEmpty()
                ? answer
                : answer.header(RESPONSE_HEADER, "wait=" + patience().toSeconds());
    }
}
