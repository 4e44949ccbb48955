package dev.linkgate.cli.client;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Values of answers as texts for people. */
public final class Text {

    /** Shown where there is no value, so that every row has all columns. */
    public static final String NONE = "-";

    private static final String CONTROLS = "[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+";

    private Text() {}

    /** A value in one line, which no character breaks. */
    public static String of(JsonNode value) {
        String text = switch (value.getNodeType()) {
            case MISSING, NULL -> NONE;
            case ARRAY ->
                value.isEmpty() ? NONE : value.valueStream().map(Text::of).collect(Collectors.joining(", "));
            case OBJECT ->
                value.propertyStream()
                        .map(field -> field.getKey() + "=" + of(field.getValue()))
                        .collect(Collectors.joining(" "));
            default -> value.asString("");
        };
        return text.isEmpty() ? NONE : plain(text);
    }

    /**
     * JSON as it was sent, but without characters that a terminal would obey: they are escaped, as they may be in
     * texts. Elsewhere JSON has no others than line ends and tabs.
     */
    public static String json(String body) {
        StringBuilder clean = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\r') {
                clean.append(' ');
            } else if (c == '\n' || c == '\t' || !isControl(c)) {
                clean.append(c);
            } else {
                clean.append("\\u%04x".formatted((int) c));
            }
        }
        return clean.toString();
    }

    /** The text in one line, without characters that a terminal would obey. */
    public static String plain(String text) {
        return text.chars().noneMatch(Text::isControl) ? text : text.replaceAll(CONTROLS, " ");
    }

    /** A text of several lines, without other characters that a terminal would obey. */
    public static String lines(String text) {
        return text.lines().map(Text::plain).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Besides control characters, those that change the order of what is shown, or begin a line. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
