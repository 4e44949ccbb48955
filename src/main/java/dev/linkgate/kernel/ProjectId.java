package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of an Atlas project, which Atlas's paths call a group.
 *
 * @param value 24 lowercase hex digits
 */
public record ProjectId(@JsonValue String value) {

    /** What a project id and a link id look like, for validation and for the OpenAPI document. */
    public static final String PATTERN = "[0-9a-f]{24}";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);

    /** @throws IllegalArgumentException if the value is not 24 lowercase hex digits */
    public ProjectId {
        if (!matches(value)) {
            throw new IllegalArgumentException("a project id is 24 lowercase hex digits");
        }
    }

    public static boolean matches(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
