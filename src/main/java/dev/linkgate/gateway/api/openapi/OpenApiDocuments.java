package dev.linkgate.gateway.api.openapi;

import dev.linkgate.gateway.api.StaticContent;
import dev.linkgate.gateway.platform.web.DirectAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Serves the OpenAPI documents, in both forms, and Swagger UI's settings from memory. springdoc would render them for
 * every request, under one lock, and any caller may request them.
 *
 * <p>Each document is made once, by the first request for it. Its maker gets only the path of that request, because the
 * shared document must not depend on the first caller.
 */
@Component
public class OpenApiDocuments extends HttpFilter {

    private static final Set<String> ROUTES = Set.of(
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config",
            AtlasDocumentController.JSON,
            AtlasDocumentController.YAML);

    private final transient Map<String, StaticContent> documents = new ConcurrentHashMap<>();
    private final transient Lock making = new ReentrantLock();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        if (!ROUTES.contains(route)) {
            chain.doFilter(request, response);
            return;
        }
        DirectAnswer.note(request);
        StaticContent document = documents.get(route);
        if (document == null) {
            document = make(route, request, response, chain);
        }
        if (document != null) {
            document.write(request, response);
        }
    }

    /** @return absent if there is none, such as when the operator turned it off; the request has then been answered */
    private @Nullable StaticContent make(
            String route, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ContentCachingResponseWrapper made = new ContentCachingResponseWrapper(response);
        making.lock();
        try {
            StaticContent already = documents.get(route);
            if (already != null) {
                return already;
            }
            chain.doFilter(new Bare(request), made);
            if (made.getStatus() == HttpStatus.OK.value()) {
                StaticContent document =
                        new StaticContent(String.valueOf(made.getContentType()), made.getContentAsByteArray());
                documents.put(route, document);
                return document;
            }
        } finally {
            making.unlock();
        }
        made.copyBodyToResponse();
        return null;
    }

    /** A plain GET of the same path, without a host. */
    private static final class Bare extends HttpServletRequestWrapper {

        Bare(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(getRequestURI());
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return Collections.emptyEnumeration();
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.emptyEnumeration();
        }
    }
}
