package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.gateway.core.inbound.edge.EdgeFilter;
import dev.linkgate.gateway.core.inbound.edge.RequestTimer;
import dev.linkgate.gateway.core.inbound.edge.RequestTrace;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.TraceParent;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Makes a span of each request, around {@link EdgeFilter}. Its attributes are those of OpenTelemetry's semantic
 * conventions. They show what the log shows, so no query, no header and no path that is not a route's.
 */
class TracingFilter extends HttpFilter {

    private final Tracing tracing;

    public TracingFilter(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String method = method(request);
        Span span = tracing.server(method, TraceParent.of(request.getHeader(TraceParent.HEADER)));
        RequestTrace.set(request, Tracing.parent(span));
        try {
            chain.doFilter(request, response);
        } finally {
            if (span.isRecording()) {
                describe(span, request, response.getStatus());
            }
            span.end();
        }
    }

    private static void describe(Span span, HttpServletRequest request, int status) {
        RequestContext context = CurrentContext.of(request);
        span.setAttribute("http.request.method", method(request))
                .setAttribute("http.response.status_code", (long) status)
                .setAttribute("url.scheme", request.getScheme())
                .setAttribute("url.path", EdgeFilter.loggedPath(request, context.target()))
                .setAttribute("client.address", context.remoteAddress());
        String route = EdgeFilter.knownRoute(request);
        if (route != null) {
            span.updateName(method(request) + " " + route).setAttribute("http.route", route);
        }
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute(
                            "error.type",
                            Objects.requireNonNullElse(RequestTimer.exception(request), String.valueOf(status)));
        }
    }

    /** The conventions' word for a method that is not known. */
    private static String method(HttpServletRequest request) {
        return Objects.requireNonNullElse(EdgeFilter.knownMethod(request), "_OTHER");
    }
}
