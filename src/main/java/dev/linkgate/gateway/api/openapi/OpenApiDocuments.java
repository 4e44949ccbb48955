package dev.linkgate.gateway.api.openapi;

import dev.linkgate.gateway.platform.web.DirectAnswer;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
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

    private final transient Map<String, Document> documents = new ConcurrentHashMap<>();
    private final transient Lock making = new ReentrantLock();

    private static final class Document {
        final String type;
        final byte[] content;
        final String tag;

        Document(String type, byte[] content) {
            this.type = type;
            this.content = content;
            this.tag = "\"" + HexFormat.of().formatHex(Sha256.digest().digest(content), 0, 8) + "\"";
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        if (!ROUTES.contains(route)) {
            chain.doFilter(request, response);
            return;
        }
        DirectAnswer.note(request);
        Document document = documents.get(route);
        if (document == null) {
            document = make(route, request, response, chain);
        }
        if (document != null) {
            write(document, request, response);
        }
    }

    /** @return absent if there is none, such as when the operator turned it off; the request has then been answered */
    private @Nullable Document make(
            String route, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ContentCachingResponseWrapper made = new ContentCachingResponseWrapper(response);
        making.lock();
        try {
            Document already = documents.get(route);
            if (already != null) {
                return already;
            }
            chain.doFilter(new Bare(request), made);
            if (made.getStatus() == HttpStatus.OK.value()) {
                Document document = new Document(String.valueOf(made.getContentType()), made.getContentAsByteArray());
                documents.put(route, document);
                return document;
            }
        } finally {
            making.unlock();
        }
        made.copyBodyToResponse();
        return null;
    }

    /** Caches may keep it, but must revalidate it, because another version has another document. */
    private static void write(Document document, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (new ServletWebRequest(request, response).checkNotModified(document.tag)) {
            return;
        }
        response.setContentType(document.type);
        response.setContentLength(document.content.length);
        response.getOutputStream().write(document.content);
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
