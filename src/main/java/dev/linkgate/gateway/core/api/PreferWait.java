package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.Preferences;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.ResponseEntity;

/**
 * How long a caller prefers its answer to be held; a parameter of controller methods.
 *
 * @param asked absent if the caller does not say; otherwise capped at the operator's maximum
 */
public record PreferWait(Optional<Duration> asked) {

    public static final String REQUEST_HEADER = "Prefer";
    public static final String RESPONSE_HEADER = "Preference-Applied";

    static PreferWait of(HttpServletRequest request, WaitSettings settings) {
        return new PreferWait(Preferences.of(Collections.list(request.getHeaders(REQUEST_HEADER)))
                .waitSeconds()
                .map(seconds ->
                        Duration.ofSeconds(Math.min(seconds, settings.maxWait().toSeconds()))));
    }

    /** Zero if the caller does not want to wait. */
    public Duration patience() {
        return asked.orElse(Duration.ZERO);
    }

    /** An answer with what was read or written, its tag and its age. It confirms a preference of the caller. */
    public <T extends Record> ResponseEntity<T> answer(ResponseEntity.BodyBuilder answer, Aged<T> aged) {
        return applied(CacheHeaders.aged(answer, aged))
                .eTag(EntityTag.of(aged.value()))
                .body(aged.value());
    }

    /** Confirms a preference of the caller. */
    public ResponseEntity.BodyBuilder applied(ResponseEntity.BodyBuilder answer) {
        return asked.isEmpty()
                ? answer
                : answer.header(RESPONSE_HEADER, "wait=" + patience().toSeconds());
    }
}
