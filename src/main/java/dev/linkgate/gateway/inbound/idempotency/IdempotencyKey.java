package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.Failure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A caller's name for its request, so that it can repeat it: 1 to 255 visible ASCII characters.
 *
 * <p>The draft ({@code draft-ietf-httpapi-idempotency-key-header}) has the key in double quotes, but many callers send
 * it bare. A pair of quotes around the key is not part of it, and there are no escapes, so both forms name the same
 * key.
 */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

    /**
     * @param lines the request's field lines of this name
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if they are not one key
     */
    static IdempotencyKey of(List<String> lines) {
        String key = lines.size() == 1 ? unquoted(lines.getFirst().strip()) : "";
        if (!VISIBLE.matcher(key).matches()) {
            throw Failure.invalid(HEADER, "must be given once, with 1 to 255 visible ASCII characters")
                    .toException();
        }
        return new IdempotencyKey(key);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
