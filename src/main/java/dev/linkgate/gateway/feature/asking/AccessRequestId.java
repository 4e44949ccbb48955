package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.LowercaseHex;

/**
 * The unguessable id of a request for access.
 *
 * @param value {@code ar_} and 32 lowercase hex digits
 */
public record AccessRequestId(@JsonValue String value) {

    private static final int BYTES = 16;

    static AccessRequestId random() {
        return new AccessRequestId("ar_" + LowercaseHex.random(BYTES));
    }

    @Override
    public String toString() {
        return value;
    }
}
