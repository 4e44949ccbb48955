package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an Atlas project, which Atlas's paths call a group.
 *
 * @param value 24 lowercase hex digits
 */
public record ProjectId(@JsonValue String value) {

    /** What a project id and a link id look like, for validation and for the OpenAPI document. */
    public static final String PATTERN = "[0-9a-f]{24}";

    private static final int LENGTH = 24;

    /** @throws IllegalArgumentException if the value is not 24 lowercase hex digits */
    public ProjectId {
        if (!matches(value)) {
            throw new IllegalArgumentException("a project id is 24 lowercase hex digits");
        }
    }

    /** What {@link #PATTERN} says, at a fraction of the price: every request asks it several times. */
    public static boolean matches(String value) {
        if (value.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
