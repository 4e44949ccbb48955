package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** HTTP's headers for the age of answers (RFC 9111, sections 5.1 and 5.2.1.4). */
public final class CacheHeaders {

    private CacheHeaders() {}

    /** {@link Freshness#NEW} if the request says {@code Cache-Control: no-cache}. */
    static Freshness freshness(HttpServletRequest request) {
        for (String line : Collections.list(request.getHeaders(HttpHeaders.CACHE_CONTROL))) {
            for (String directive : line.split(",", -1)) {
                if (directive.strip().equalsIgnoreCase("no-cache")) {
                    return Freshness.NEW;
                }
            }
        }
        return Freshness.SHARED;
    }

    /** Sets the age of the answer in whole seconds, if Atlas was not asked for this request alone. */
    public static ResponseEntity.BodyBuilder aged(ResponseEntity.BodyBuilder answer, Aged<?> aged) {
        return aged.age() == null
                ? answer
                : answer.header(HttpHeaders.AGE, String.valueOf(aged.age().toSeconds()));
    }
}
