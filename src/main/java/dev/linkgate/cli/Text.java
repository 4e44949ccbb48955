package dev.linkgate.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Values of answers as texts for people. */
final class Text {

    /** Shown where there is no value, so that every row has all columns. */
    static final String NONE = "-";

    private Text() {}

    /** A value in one line. */
    static String of(JsonNode value) {
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
     * JSON as it was sent, but without control characters, which a terminal would obey: they are escaped, as they may be
     * in texts. Elsewhere JSON has no others than line ends and tabs.
     */
    static String json(String body) {
        StringBuilder clean = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\r') {
                clean.append(' ');
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                clean.append(c);
            } else {
                clean.append("\\u%04x".formatted((int) c));
            }
        }
        return clean.toString();
    }

    /** The text without control characters, which a terminal would obey. */
    static String plain(String text) {
        return text.chars().noneMatch(Character::isISOControl) ? text : text.replaceAll("\\p{Cc}+", " ");
    }
}
