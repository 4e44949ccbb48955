package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an Atlas project, which Atlas's paths call a group.
 *
 * @param value 24 lowercase hex digits
 */
public record ProjectId(@JsonValue String value) {

    /** The pattern of project ids and link ids, for validation and for the OpenAPI document. */
    public static final String PATTERN = "[0-9a-f]{24}";

    private static final int LENGTH = 24;

    /** @throws IllegalArgumentException if the value is not 24 lowercase hex digits */
    public ProjectId {
        if (!matches(value)) {
            throw new IllegalArgumentException("a project id is 24 lowercase hex digits");
        }
    }

    /** Matches like {@link #PATTERN}. */
    public static boolean matches(String value) {
        return value.length() == LENGTH && LowercaseHex.isAllOf(value, 0);
    }

    @Override
    public String toString() {
        return value;
    }
}
