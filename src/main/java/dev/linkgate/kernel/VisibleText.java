package dev.linkgate.kernel;

import java.util.regex.Pattern;

/** Detects texts of people on one line, without a character that is invisible or changes how others are shown. */
public final class VisibleText {

    /** What is said of a text that is none, after the name of its field. */
    public static final String RULE = "must be one line of visible characters, with spaces only between them";

    /** Controls, invisible and directional characters, line separators, halves of surrogate pairs. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private VisibleText() {}

    /** What is visible in another program's text, with a space for all else, so that it is fit to be shown. */
    public static String in(String text) {
        return PlainText.is(text) ? text : INVISIBLE.matcher(text).replaceAll(" ");
    }

    /** Whether a text has 1 to {@code max} visible characters, with spaces only between them. */
    public static boolean is(String text, int max) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= max
                && text.equals(text.strip())
                && text.codePoints().allMatch(VisibleText::isVisible);
    }

    /** Whether a text is empty, or {@linkplain #is such a text}. */
    public static boolean isOrEmpty(String text, int max) {
        return text.isEmpty() || is(text, max);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }
}
