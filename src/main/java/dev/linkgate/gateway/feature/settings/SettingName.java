package dev.linkgate.gateway.feature.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a setting under {@code linkgate.}, as the operator wrote it. By Spring Boot's rules, upper case, dashes
 * and underscores make no difference, and an environment variable has underscores for dots, too.
 *
 * @param isVariable whether it is an environment variable with underscores only
 */
record SettingName(String written, boolean isVariable) {

    private static final String PREFIX = "linkgate";
    private static final Pattern INDEX = Pattern.compile("\\[[^]]*]");
    private static final Pattern INDEX_OF_VARIABLE = Pattern.compile("_[0-9]+(?=_|$)");

    /** @param mayBeVariable whether the name is one of the environment's */
    static Optional<SettingName> of(String written, boolean mayBeVariable) {
        if (!written.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || written.length() == PREFIX.length()) {
            return Optional.empty();
        }
        return switch (written.charAt(PREFIX.length())) {
            case '.' -> Optional.of(new SettingName(written, false));
            case '_' -> mayBeVariable ? Optional.of(new SettingName(written, true)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * Whether it is the name of this setting.
     *
     * @param known in the form of the metadata; {@code [*]} in it stands for any index, and {@code *} for any name
     */
    boolean isNameOf(String known) {
        String wanted = plain(INDEX.matcher(known).replaceAll("#"));
        String given = isVariable
                ? plain(INDEX_OF_VARIABLE.matcher(written).replaceAll("#"))
                : plain(INDEX.matcher(written).replaceAll("#"));
        int star = wanted.indexOf('*');
        return star < 0
                ? given.equals(wanted)
                : given.length() >= wanted.length()
                        && given.startsWith(wanted.substring(0, star))
                        && given.endsWith(wanted.substring(star + 1));
    }

    private String plain(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return isVariable ? plain.replace(".", "") : plain;
    }

    /** Another setting's name in the form of this one. */
    String inThisForm(String known) {
        String first = known.replace("[*]", "[0]");
        return isVariable ? first.replace("]", "").replaceAll("[-.\\[]", "_").toUpperCase(Locale.ROOT) : first;
    }
}
