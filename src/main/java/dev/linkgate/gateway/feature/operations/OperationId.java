package dev.linkgate.gateway.feature.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.LowercaseHex;
import java.util.regex.Pattern;

/**
 * The unguessable id of an operation.
 *
 * @param value {@code op_} and 32 lowercase hex digits
 */
public record OperationId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("op_[0-9a-f]{32}");
    private static final int BYTES = 16;

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
        return new OperationId("op_" + LowercaseHex.random(BYTES));
    }

    @Override
    public String toString() {
        return value;
    }
}
