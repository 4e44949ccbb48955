package dev.linkgate.gateway.platform.operation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The unguessable id of an operation.
 *
 * @param value {@code op_} and 32 lowercase hex digits
 */
public record OperationId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("op_[0-9a-f]{32}");
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if the value has another form */
    public OperationId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not an operation id");
        }
    }

    static boolean matches(String value) {
        return SHAPE.matcher(value).matches();
    }

    static OperationId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new OperationId("op_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
