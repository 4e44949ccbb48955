package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of an AWS interface endpoint.
 *
 * @param value {@code vpce-} and 17 lowercase hex digits, or 8 for endpoints that AWS made before 2018
 */
public record EndpointId(@JsonValue String value) {

    /** The pattern of an AWS interface endpoint id, for validation and for the OpenAPI document. */
    public static final String PATTERN = "vpce-(?:[0-9a-f]{17}|[0-9a-f]{8})";

    /** The message for an id of another form. */
    public static final String EXPECTED = "must be 'vpce-' followed by 8 or 17 lowercase hex digits";

    private static final String PREFIX = "vpce-";
    private static final int SHORT_LENGTH = PREFIX.length() + 8;
    private static final int LENGTH = PREFIX.length() + 17;

    /** @throws IllegalArgumentException if the value has another form */
    public EndpointId {
        if (!matches(value)) {
            throw new IllegalArgumentException("an interface endpoint id " + EXPECTED);
        }
    }

    /** Matches like {@link #PATTERN}. */
    public static boolean matches(String value) {
        return (value.length() == LENGTH || value.length() == SHORT_LENGTH)
                && value.startsWith(PREFIX)
                && LowercaseHex.isAllOf(value, PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
