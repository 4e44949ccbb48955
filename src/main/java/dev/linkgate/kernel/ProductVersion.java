package dev.linkgate.kernel;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of Linkgate in {@code User-Agent} and the OpenAPI document.
 *
 * @param value three numbers, which a qualifier may follow; without them it is that of a developer's build
 */
public record ProductVersion(String value) {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-.*)?");

    /** Whether a version is a later one. Qualifiers do not count, and a developer's build counts as the latest. */
    public boolean isOlderThan(ProductVersion other) {
        int[] own = numbers(value);
        return own.length > 0 && Arrays.compare(own, numbers(other.value)) < 0;
    }

    private static int[] numbers(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.matches()
                ? new int[] {number(numbers, 1), number(numbers, 2), number(numbers, 3)}
                : new int[] {};
    }

    private static int number(Matcher numbers, int group) {
        return Integer.parseInt(numbers.group(group));
    }
}
