package dev.linkgate.gateway.core.platform.observability;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Shows the id of a request in each line that a thread logs, under its name in the Elastic Common Schema. Another
 * thread that works for the request has to name it again.
 */
public final class LoggedRequest {

    private static final String REQUEST_ID = "http.request.id";

    private LoggedRequest() {}

    /** Does a part of a request's work. Afterwards the thread's lines show what they showed before. */
    public static <T extends @Nullable Object> T during(String requestId, Supplier<T> work) {
        String before = MDC.get(REQUEST_ID);
        begin(requestId);
        try {
            return work.get();
        } finally {
            if (before == null) {
                end();
            } else {
                begin(before);
            }
        }
    }

    /** Returns the work as a part of a request's work, for another thread. */
    public static Runnable wrap(String requestId, Runnable work) {
        return () -> during(requestId, () -> {
            work.run();
            return null;
        });
    }

    /** From now on, the lines that this thread logs show the request. */
    public static void begin(String requestId) {
        MDC.put(REQUEST_ID, requestId);
    }

    /** From now on, the lines that this thread logs show no request. */
    public static void end() {
        MDC.remove(REQUEST_ID);
    }
}
