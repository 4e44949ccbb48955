package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer that is replayed to repetitions of its request.
 *
 * @param action the action of its write in the audit trail
 * @param interfaceEndpointId the write's endpoint, if the path does not name it
 * @param problem the answer's problem; absent if the write succeeded
 * @param headers each {@code name: value}
 */
record StoredResponse(
        String action,
        @Nullable String interfaceEndpointId,
        int status,
        @Nullable ProblemCode problem,
        List<String> headers,
        String body) {

    /** @param context the context of a write that has begun */
    static StoredResponse of(RequestContext context, BufferedResponse response) {
        return new StoredResponse(
                Objects.requireNonNull(context.facts().action()),
                context.target().interfaceEndpointId(),
                response.getStatus(),
                context.facts().problem(),
                response.ownHeaders(),
                new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        for (String header : headers) {
            int colon = header.indexOf(": ");
            response.setHeader(header.substring(0, colon), header.substring(colon + 2));
        }
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
