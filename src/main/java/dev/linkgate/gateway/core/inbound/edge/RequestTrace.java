package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.request.TraceParent;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that a request belongs to: the gateway's own span if there are traces, otherwise what the caller sent.
 *
 * @param place absent if the request belongs to no trace
 * @param isOwnSpan whether the place is the gateway's own span
 */
public record RequestTrace(@Nullable TraceParent place, boolean isOwnSpan) {

    private static final String SPAN = RequestTrace.class.getName() + ".span";
    private static final String TRACE_ID = "trace.id";
    private static final String SPAN_ID = "span.id";

    /** Notes the gateway's own span of the request. */
    public static void set(HttpServletRequest request, TraceParent span) {
        request.setAttribute(SPAN, span);
    }

    static RequestTrace of(HttpServletRequest request) {
        return request.getAttribute(SPAN) instanceof TraceParent span
                ? new RequestTrace(span, true)
                : new RequestTrace(TraceParent.of(request.getHeader(TraceParent.HEADER)), false);
    }

    /** From now on, the lines that this thread logs show the trace, under the names of the Elastic Common Schema. */
    void showInLog() {
        if (place != null) {
            MDC.put(TRACE_ID, place.traceId());
            if (isOwnSpan) {
                MDC.put(SPAN_ID, place.parentId());
            }
        }
    }

    /** Ends {@link #showInLog}. */
    void hideInLog() {
        if (place != null) {
            MDC.remove(TRACE_ID);
            MDC.remove(SPAN_ID);
        }
    }
}
