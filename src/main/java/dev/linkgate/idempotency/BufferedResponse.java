package dev.linkgate.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An answer that is held back until it is kept, so that a caller who hangs up meanwhile can still get it.
 *
 * <p>What was in the headers before is the request's own ({@code X-Request-Id}, {@code RateLimit-*}); what came in is
 * the answer's.
 */
final class BufferedResponse extends ContentCachingResponseWrapper {

    private final Collection<String> foreign = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    BufferedResponse(HttpServletResponse response) {
        super(response);
        foreign.addAll(response.getHeaderNames());
        // These two the container tells apart from other headers, or makes anew.
        foreign.add(HttpHeaders.CONTENT_TYPE);
        foreign.add(HttpHeaders.CONTENT_LENGTH);
    }

    /** Hands the answer to the container, whose matter it is whether the caller is still there. */
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
