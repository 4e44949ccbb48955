package dev.linkgate.gateway.core.trail.record;

import dev.linkgate.kernel.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Makes a caller's text fit to be recorded.
 *
 * <p>Many records share one commit, so no caller may send a text that a database refuses (PostgreSQL takes no U+0000,
 * and no database takes half a surrogate pair), or that fills it. Nor may a text look like another to a reader:
 * characters that are invisible, change the writing direction or begin a line are replaced too.
 */
public final class RecordableText {

    /** The maximum length in code points. It is longer than any id of Atlas or of a cloud; a longer text is cut. */
    public static final int MAX_LENGTH = 1024;

    static final char REPLACEMENT = '\uFFFD';

    private RecordableText() {}

    static @Nullable String cleanNullable(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    static String clean(String text) {
        return clean(text, MAX_LENGTH);
    }

    /** @param longest in code points, as {@link dev.linkgate.kernel.VisibleText} counts; a longer text is cut */
    static String clean(String text, int longest) {
        return text.length() <= longest && PlainText.is(text) ? text : replaceUnfit(text, longest);
    }

    private static String replaceUnfit(String text, int longest) {
        StringBuilder fit = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(point -> isUnfit(point) ? REPLACEMENT : point)
                .forEach(fit::appendCodePoint);
        return fit.toString();
    }

    private static boolean isUnfit(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
