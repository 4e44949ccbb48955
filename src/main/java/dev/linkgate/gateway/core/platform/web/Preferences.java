package dev.linkgate.gateway.core.platform.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller's preferences (RFC 7240, section 2).
 *
 * <pre>
 * Prefer     = 1#preference
 * preference = token [ BWS "=" BWS word ] *( OWS ";" [ OWS parameter ] )
 * parameter  = token [ BWS "=" BWS word ]
 * word       = token / quoted-string
 * </pre>
 *
 * A preference is optional: a malformed field line is ignored as a whole, and so is a value that is invalid for its
 * preference. If a preference occurs twice, the first one counts.
 *
 * @param values by the preference's name in lower case; an empty value is the same as none
 */
public record Preferences(Map<String, String> values) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t !-~\\x80-\\xff])*+\"";
    private static final String WORD = "(?:" + TOKEN + "|" + QUOTED + ")";
    private static final String OWS = "[ \\t]*+";
    private static final String PAIR = TOKEN + "(?:" + OWS + "=" + OWS + WORD + ")?+";

    /** Group 1 is the name, group 2 the value. Possessive throughout, so no input makes it go back over itself. */
    private static final Pattern PREFERENCE = Pattern.compile(OWS + "(?:(" + TOKEN + ")(?:" + OWS + "=" + OWS + "("
            + WORD + "))?+(?:" + OWS + ";" + OWS + "(?:" + PAIR + ")?+)*+)?+" + OWS + "(?:,|$)");

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** @param lines the request's {@code Prefer} field lines in their order */
    public static Preferences of(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            parse(line).ifPresent(found -> found.forEach(values::putIfAbsent));
        }
        return new Preferences(values);
    }

    /**
     * The number of seconds that the caller prefers to wait.
     *
     * @return absent if the caller does not say, or does not send a whole number
     */
    public Optional<Long> waitSeconds() {
        String text = values.getOrDefault("wait", "");
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        return Optional.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
    }

    private static Optional<Map<String, String>> parse(String line) {
        Map<String, String> values = new HashMap<>();
        Matcher matcher = PREFERENCE.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (!matcher.region(at, line.length()).lookingAt()) {
                return Optional.empty();
            }
            if (matcher.group(1) != null) {
                values.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), text(matcher.group(2)));
            }
            at = matcher.end();
        }
        return Optional.of(values);
    }

    private static String text(@Nullable String word) {
        if (word == null) {
            return "";
        }
        return word.startsWith("\"") ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1") : word;
    }
}
