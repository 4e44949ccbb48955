package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.ResourceTemplate;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;

/**
 * Makes a span of each exchange with Atlas, and tells Atlas this span as its parent. It is composed only if traces are
 * exported. The span shows the template of the path, and neither the path itself nor a header.
 */
final class TracedChannel implements AtlasChannel {

    private static final int ERRORS_FROM = 400;

    private final AtlasChannel inner;
    private final Tracing tracing;
    private final URI origin;

    public TracedChannel(AtlasChannel inner, Tracing tracing, URI origin) {
        this.inner = inner;
        this.tracing = tracing;
        this.origin = origin;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        String method = request.method().name();
        String resource = ResourceTemplate.of(request.uri());
        Span span = tracing.client(method + " " + resource, request.trace());
        span.setAttribute("http.request.method", method)
                .setAttribute("url.template", resource)
                .setAttribute("server.address", origin.getHost())
                .setAttribute("server.port", (long) port());
        try {
            AtlasResponse response = inner.exchange(request.tracedBy(Tracing.parent(span)));
            span.setAttribute("http.response.status_code", (long) response.status());
            if (response.status() >= ERRORS_FROM) {
                failed(span, String.valueOf(response.status()));
            }
            return response;
        } catch (TransportFailure e) {
            // The message of this exception is the class of its cause.
            failed(span, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            span.end();
        }
    }

    private static void failed(Span span, String type) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", type);
    }

    private int port() {
        return origin.getPort() >= 0 ? origin.getPort() : origin.getScheme().equals("https") ? 443 : 80;
    }
}
