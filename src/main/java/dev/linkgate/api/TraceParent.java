package dev.linkgate.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The caller's trace context (W3C Trace Context, section 3.2), passed on to Atlas if it is well-formed. */
final class TraceParent {

    static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    static @Nullable String of(@Nullable String sent) {
        return sent != null && FORM.matcher(sent).matches() ? sent : null;
    }
}
