package dev.linkgate.gateway.feature.digest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/**
 * The target of a request as it was sent: its path and query, not decoded.
 *
 * @param authority the host and port that the client names
 */
record RequestTarget(String authority, String path) {

    static RequestTarget of(HttpServletRequest request) {
        String query = request.getQueryString();
        String host = request.getHeader(HttpHeaders.HOST);
        return new RequestTarget(
                host == null ? "" : host,
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query);
    }

    /** Whether a Digest's {@code uri} names it: by path and query, or as a whole (RFC 9110, section 7.1). */
    boolean isNamedBy(String uri) {
        return uri.equals(path) || isWhole(uri.toLowerCase(Locale.ROOT), uri);
    }

    /** The scheme is not compared, because a proxy may have taken TLS away. */
    private boolean isWhole(String lowercase, String uri) {
        int scheme = lowercase.startsWith("https://") ? 8 : lowercase.startsWith("http://") ? 7 : -1;
        return scheme > 0
                && lowercase.startsWith(authority.toLowerCase(Locale.ROOT), scheme)
                && uri.substring(scheme + authority.length()).equals(path);
    }
}
