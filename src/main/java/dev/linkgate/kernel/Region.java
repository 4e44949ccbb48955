package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a region, as somebody wrote it. A region has two: its cloud's own, such as {@code us-east-1} and
 * {@code westeurope}, and Atlas's, such as {@code US_EAST_1} and {@code EUROPE_WEST}. Which region a name means depends
 * on the cloud. Case, dashes and underscores make no difference.
 *
 * @param value 1 to 64 letters, digits, dashes and underscores
 */
public record Region(@JsonValue String value) {

    /** The message for a region of another form. */
    public static final String EXPECTED = "must be a region such as US_EAST_1 or us-east-1";

    private static final int MAX_LENGTH = 64;

    /** The rule of AWS: an area, one or two parts of it, and a number. */
    private static final Pattern AWS = Pattern.compile("[A-Z]{2,4}(?:_[A-Z]+){1,2}_[0-9]{1,2}");

    /** Atlas's names by the letters and digits of both names. */
    private static final Map<Provider, Map<String, String>> ATLAS_NAMES = atlasNames();

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

    /** Whether Atlas's name of it is known. Atlas may have more regions, because it adds some now and then. */
    public boolean isKnownOn(Provider provider) {
        return knownName(provider).isPresent();
    }

    /** Atlas's name of it; if that is not known, the name as it was written. */
    public String atlasName(Provider provider) {
        return knownName(provider).orElse(value);
    }

    private Optional<String> knownName(Provider provider) {
        return switch (provider) {
            case AWS ->
                Optional.of(value.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .filter(name -> AWS.matcher(name).matches());
            case AZURE, GCP -> Optional.ofNullable(ATLAS_NAMES.get(provider)).map(names -> names.get(letters(value)));
        };
    }

    /** A text that is equal for all names of the region, known or not. */
    public String key(Provider provider) {
        return letters(atlasName(provider));
    }

    public boolean isSameAs(Region other, Provider provider) {
        return key(provider).equals(other.key(provider));
    }

    private static String letters(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    private static Map<Provider, Map<String, String>> atlasNames() {
        Map<Provider, Map<String, String>> all = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            Map<String, String> names = new HashMap<>();
            RegionNames.of(provider).forEach((atlasName, ownName) -> {
                names.put(letters(atlasName), atlasName);
                names.put(letters(ownName), atlasName);
            });
            all.put(provider, names);
        }
        return all;
    }

    @Override
    public String toString() {
        return value;
    }
}
