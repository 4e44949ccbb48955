package dev.linkgate.gateway.inbound.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An answer that is held back until it is stored, so that a caller that disconnects can still get it later.
 *
 * <p>Headers set before the buffering belong to the request ({@code X-Request-Id}, {@code RateLimit*}); headers set
 * during it belong to the answer.
 */
final class BufferedResponse extends ContentCachingResponseWrapper {

    private final Collection<String> foreign = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    BufferedResponse(HttpServletResponse response) {
        super(response);
        foreign.addAll(response.getHeaderNames());
        // The container treats these two differently from other headers, or sets them again.
        foreign.add(HttpHeaders.CONTENT_TYPE);
        foreign.add(HttpHeaders.CONTENT_LENGTH);
        // Set for all requests, and changed by some answers.
        foreign.remove(HttpHeaders.CACHE_CONTROL);
    }

    /** Hands the answer to the container, which checks whether the caller is still connected. */
    void send() throws IOException {
        copyBodyToResponse(false);
    }

    /** The answer's own headers, each {@code name: value}. */
    List<String> ownHeaders() {
        List<String> lines = new ArrayList<>();
        if (getContentType() != null) {
            lines.add(HttpHeaders.CONTENT_TYPE + ": " + getContentType());
        }
        for (String name : getHeaderNames()) {
            if (!foreign.contains(name)) {
                getHeaders(name).forEach(value -> lines.add(name + ": " + value));
            }
        }
        return lines;
    }
}
