package dev.linkgate.gateway.inbound.edge;

import dev.linkgate.gateway.access.CallerKeys;
import dev.linkgate.gateway.platform.web.CurrentContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Says on each answer to a key that it is about to expire, and when: as an HTTP date (RFC 9110, section 5.6.7), as
 * {@code Sunset} says it of a resource.
 */
public final class KeyExpiresFilter extends HttpFilter {

    private static final String HEADER = "Key-Expires";

    private final CallerKeys keys;

    public KeyExpiresFilter(CallerKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        keys.nearEndOf(CurrentContext.of(request).actor())
                .ifPresent(end -> response.setDateHeader(HEADER, end.toEpochMilli()));
        chain.doFilter(request, response);
    }
}
