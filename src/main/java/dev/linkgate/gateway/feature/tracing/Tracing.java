package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.gateway.core.platform.request.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Starts spans. It exists only if traces are exported.
 *
 * <p>Parents are passed explicitly, because a request's work moves between threads.
 */
public final class Tracing {

    private final Tracer tracer;

    Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Starts the span of a caller's request.
     *
     * @param caller the caller's span; absent if the trace begins here
     */
    public Span server(String name, @Nullable TraceParent caller) {
        return start(
                name,
                SpanKind.SERVER,
                caller == null
                        ? SpanContext.getInvalid()
                        : SpanContext.createFromRemoteParent(
                                caller.traceId(),
                                caller.parentId(),
                                TraceFlags.fromHex(caller.flags(), 0),
                                TraceState.getDefault()));
    }

    /**
     * Starts the span of a request to another server.
     *
     * @param own the gateway's span that it belongs to; absent if the trace begins here
     */
    public Span client(String name, @Nullable TraceParent own) {
        return start(
                name,
                SpanKind.CLIENT,
                own == null
                        ? SpanContext.getInvalid()
                        : SpanContext.create(
                                own.traceId(),
                                own.parentId(),
                                TraceFlags.fromHex(own.flags(), 0),
                                TraceState.getDefault()));
    }

    private Span start(String name, SpanKind kind, SpanContext parent) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(Context.root().with(Span.wrap(parent)))
                .startSpan();
    }

    /** The span as the parent of others. */
    public static TraceParent parent(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceParent(
                context.getTraceId(),
                context.getSpanId(),
                context.getTraceFlags().asHex());
    }
}
