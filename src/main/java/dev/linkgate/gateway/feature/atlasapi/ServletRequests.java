package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.protocol.Inbound;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads what Atlas's protocol needs of a servlet request. */
final class ServletRequests {

    private ServletRequests() {}

    /** The request; HEAD asks for what GET does. */
    static Inbound inbound(HttpServletRequest request, byte @Nullable [] body) {
        String query = request.getQueryString();
        return new Inbound(
                request.getMethod().equals("HEAD") ? "GET" : request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                String.join(", ", Collections.list(request.getHeaders(HttpHeaders.ACCEPT))),
                Objects.requireNonNullElse(request.getContentType(), ""),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }
}
