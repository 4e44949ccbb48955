package dev.linkgate.gateway.core.platform.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as one program tells it to the next (W3C Trace Context, section 3.2).
 *
 * @param traceId 32 lowercase hex digits, not all zero
 * @param parentId the span of the sender: 16 lowercase hex digits, not all zero
 * @param flags 2 lowercase hex digits; the lowest bit says that the trace is sampled
 */
public record TraceParent(String traceId, String parentId, String flags) {

    /** The name of the header. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");

    /**
     * Reads a header.
     *
     * @return nothing if it is absent or not well-formed
     */
    public static @Nullable TraceParent of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher parts = FORM.matcher(header);
        return parts.matches() ? new TraceParent(parts.group(1), parts.group(2), parts.group(3)) : null;
    }

    /** The header. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + parentId + "-" + flags;
    }
}
