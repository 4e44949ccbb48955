package dev.linkgate.gateway.api;

import dev.linkgate.gateway.endpoints.link.LinkName;
import dev.linkgate.gateway.endpoints.link.WaitSettings;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.web.CurrentContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the two most frequent reads without Spring's dispatcher, which would cost more than all their other work. It
 * runs after every other filter and calls the controllers' own methods, so no rule is repeated. A request for more than
 * the plain resource as JSON, such as a comparison of tags, and one that names the link by its region, go on to the
 * dispatcher.
 */
@Component
public class DirectReads extends HttpFilter {

    private final transient Map<Object, Read> reads;
    private final transient JsonMapper json;

    /** Calls a controller's method. */
    @FunctionalInterface
    private interface Read {
        ResponseEntity<?> answer(RequestContext context, HttpServletRequest request);
    }

    DirectReads(LinkController links, EndpointController endpoints, WaitSettings waits, JsonMapper json) {
        this.json = json;
        this.reads = Map.of(
                "/projects/{projectId}/links/{linkId}",
                (context, request) -> {
                    Target target = context.target();
                    return links.get(
                            context,
                            Objects.requireNonNull(target.project()),
                            new LinkName(Objects.requireNonNull(target.link()).value()),
                            CacheHeaders.freshness(request),
                            PreferWait.of(request, waits));
                },
                "/projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}",
                (context, request) -> {
                    Target target = context.target();
                    return endpoints.get(
                            context,
                            Objects.requireNonNull(target.project()),
                            new LinkName(Objects.requireNonNull(target.link()).value()),
                            new EndpointId(Objects.requireNonNull(target.interfaceEndpointId())),
                            CacheHeaders.freshness(request),
                            PreferWait.of(request, waits));
                });
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean namedById = CurrentContext.of(request).target().link() != null;
        Read read = namedById && isPlain(request) ? reads.get(route(request)) : null;
        if (read == null) {
            chain.doFilter(request, response);
        } else {
            write(read.answer(CurrentContext.of(request), request), response);
        }
    }

    private static boolean isPlain(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && takesJson(request.getHeader(HttpHeaders.ACCEPT))
                && request.getHeader(HttpHeaders.IF_NONE_MATCH) == null;
    }

    private static boolean takesJson(@Nullable String accept) {
        return accept == null || accept.equals(MediaType.ALL_VALUE) || accept.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    private static Object route(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), "");
    }

    /** With a known length, the answer is one write to the socket. */
    private void write(ResponseEntity<?> answer, HttpServletResponse response) throws IOException {
        byte[] body = json.writeValueAsBytes(answer.getBody());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setStatus(answer.getStatusCode().value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
