package dev.linkgate.cli.client;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Values of answers as texts for people. */
public final class Text {

    /** Shown where there is no value, so that every row has all columns. */
    public static final String NONE = "-";

    /** Besides control characters, those that change the order of what is shown, or begin a line. */
    private static final String CONTROL = "[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";

    private static final Pattern ONE = Pattern.compile(CONTROL);
    private static final Pattern SEVERAL = Pattern.compile(CONTROL + "+");

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
        return ONE.matcher(body).replaceAll(control -> switch (control.group()) {
            case "\n", "\t" -> control.group();
            case "\r" -> " ";
            default -> "\\\\u%04x".formatted((int) control.group().charAt(0));
        });
    }

    /** The text in one line, without characters that a terminal would obey. */
    public static String plain(String text) {
        return SEVERAL.matcher(text).replaceAll(" ");
    }

    /** A text of several lines, without other characters that a terminal would obey. */
    public static String lines(String text) {
        return text.lines().map(Text::plain).collect(Collectors.joining(System.lineSeparator()));
    }
}
