package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of an AWS interface endpoint.
 *
 * @param value {@code vpce-} and 17 lowercase hex digits, or 8 for those that AWS made before 2018
 */
public record EndpointId(@JsonValue String value) {

    /** What an AWS interface endpoint's id looks like, for validation and for the OpenAPI document. */
    public static final String PATTERN = "vpce-(?:[0-9a-f]{17}|[0-9a-f]{8})";

    /** What is said to somebody who got it wrong. */
    public static final String EXPECTED = "must be 'vpce-' followed by 8 or 17 lowercase hex digits";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);

    /** @throws IllegalArgumentException if the value has another form */
    public EndpointId {
        if (!matches(value)) {
            throw new IllegalArgumentException("an interface endpoint id " + EXPECTED);
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
