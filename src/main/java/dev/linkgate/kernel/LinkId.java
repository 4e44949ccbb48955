package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a link: Atlas calls a link a private endpoint connection, or an endpoint service.
 *
 * @param value 24 lowercase hex digits
 */
public record LinkId(@JsonValue String value) {

    /** @throws IllegalArgumentException if the value is not 24 lowercase hex digits */
    public LinkId {
        if (!matches(value)) {
            throw new IllegalArgumentException("a link id is 24 lowercase hex digits");
        }
    }

    public static boolean matches(String value) {
        return ProjectId.matches(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
