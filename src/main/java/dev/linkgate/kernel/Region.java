package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A region of a cloud. The clouds and Atlas spell the same region differently: {@code us-east-1}, {@code us-east4} and
 * {@code US_EAST_1}. Two spellings are equal if their letters and digits are.
 *
 * @param value 1 to 64 letters, digits, dashes and underscores
 */
public record Region(@JsonValue String value) {

    /** The message for a region of another form. */
    public static final String EXPECTED = "must be a region such as US_EAST_1 or us-east-1";

    private static final int MAX_LENGTH = 64;

    /** @throws IllegalArgumentException if the value has another form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Region {
        if (!matches(value)) {
            throw new IllegalArgumentException("a region " + EXPECTED);
        }
    }

    public static boolean matches(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(Region::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** In Atlas's spelling, such as {@code US_EAST_1}. */
    public String atlasName() {
        return value.toUpperCase(Locale.ROOT).replace('-', '_').replaceAll("(?<=[A-Z])(?=[0-9])", "_");
    }

    private String canonical() {
        return value.toUpperCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Region region && canonical().equals(region.canonical());
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
