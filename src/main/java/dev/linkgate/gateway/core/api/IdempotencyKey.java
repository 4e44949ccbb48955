package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.platform.request.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A caller's sign that it may have sent its request before; a parameter of controller methods. Nothing is stored for
 * it, so that it is there is all that counts.
 *
 * <p>The draft ({@code draft-ietf-httpapi-idempotency-key-header}) has the key in double quotes, but many callers send
 * it bare.
 */
public record IdempotencyKey(boolean isGiven) {

    public static final String HEADER = "Idempotency-Key";
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern VISIBLE = Pattern.compile("\"[!-~]{1,255}\"|(?!\"\"$)[!-~]{1,255}");

    /**
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the header is not one
     *     key
     */
    static IdempotencyKey of(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HEADER));
        boolean isKey =
                lines.size() == 1 && VISIBLE.matcher(lines.getFirst().strip()).matches();
        if (!lines.isEmpty() && !isKey) {
            throw Failure.invalid(HEADER, "must be given once, with 1 to 255 visible ASCII characters")
                    .toException();
        }
        return new IdempotencyKey(isKey);
    }

    EndpointWrite.Cause cause() {
        return isGiven ? EndpointWrite.Cause.REPEATABLE_REQUEST : EndpointWrite.Cause.REQUEST;
    }
}
