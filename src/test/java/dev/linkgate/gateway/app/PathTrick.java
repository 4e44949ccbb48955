package dev.linkgate.gateway.app;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** Spellings of a path that two readers might understand differently. */
enum PathTrick {
    NONE(path -> path),
    SLASH_AT_THE_END(path -> path + "/"),
    TWO_SLASHES(path -> last(path, "//")),
    TWO_SLASHES_AT_FIRST(path -> "/" + path),
    DOT(path -> last(path, "/./")),
    DOT_DOT(path -> last(path, "/x/../")),
    DOT_DOT_AT_FIRST(path -> "/livez/.." + path),
    ENCODED_DOT_DOT(path -> "/livez/%2e%2e" + path),
    ENCODED_SLASH(path -> last(path, "%2f")),
    TWICE_ENCODED_SLASH(path -> last(path, "%252f")),
    BACKSLASH(path -> last(path, "\\")),
    ENCODED_BACKSLASH(path -> last(path, "%5c")),
    OVERLONG_SLASH(path -> last(path, "%c0%af")),
    FULL_WIDTH_SLASH(path -> last(path, "%ef%bc%8f")),
    SEMICOLON(path -> path + ";x=y"),
    SEMICOLON_WITHIN(path -> last(path, ";x=y/")),
    SEMICOLON_AT_FIRST(path -> "/;x" + path),
    ENCODED_SEMICOLON(path -> path + "%3bx"),
    UPPER_CASE(path -> path.toUpperCase(Locale.ROOT)),
    ENCODED_LETTER(path -> path.length() < 2 ? path : "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2)),
    NUL(path -> path + "%00"),
    NUL_BYTE(path -> path + "\0"),
    LINE_END(path -> path + "%0d%0a"),
    SPACE(path -> path + "%20"),
    EXTENSION(path -> path + ".json"),
    FRAGMENT(path -> path + "#"),
    QUESTION_MARK_ENCODED(path -> path + "%3f"),
    BAD_ENCODING(path -> path + "%zz"),
    NOT_UTF_8(path -> path + "%ff"),
    WHOLE_ADDRESS(path -> "http://gateway" + path),
    WHOLE_ADDRESS_WITH_USER(path -> "http://admin@gateway" + path);

    private final UnaryOperator<String> change;

    PathTrick(UnaryOperator<String> change) {
        this.change = change;
    }

    String applied(String path) {
        return change.apply(path);
    }

    private static String last(String path, String instead) {
        int at = path.lastIndexOf('/');
        return path.substring(0, at) + instead + path.substring(at + 1);
    }
}
