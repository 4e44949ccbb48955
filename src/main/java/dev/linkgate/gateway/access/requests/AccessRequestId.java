package dev.linkgate.gateway.access.requests;

import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The unguessable id of a request for access.
 *
 * @param value {@code ar_} and 32 lowercase hex digits
 */
public record AccessRequestId(@JsonValue String value) {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    static AccessRequestId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new AccessRequestId("ar_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
