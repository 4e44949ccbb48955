package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Says on each answer to a key that it is about to expire, as soon as that is {@linkplain ExpiryNotices announced}, and
 * when: as an HTTP date (RFC 9110, section 5.6.7), as {@code Sunset} says it of a resource.
 */
final class KeyExpiresFilter extends HttpFilter {

    private static final String HEADER = "Key-Expires";

    private final Access access;

    KeyExpiresFilter(Access access) {
        this.access = access;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        access.keyOf(CurrentContext.of(request).actor())
                .map(StoredKey::expiresAt)
                .filter(end -> end.minus(ExpiryNotices.FIRST).isBefore(access.now()))
                .ifPresent(end -> response.setDateHeader(HEADER, end.toEpochMilli()));
        chain.doFilter(request, response);
    }
}
