package dev.linkgate.gateway.core.platform.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shapes of authentication header fields that RFC 9110, section 11, defines:
 *
 * <pre>
 * WWW-Authenticate    = #challenge
 * challenge           = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
 * Authentication-Info = #auth-param
 * auth-param          = token BWS "=" BWS ( token / quoted-string )
 * </pre>
 *
 * The commas between challenges and between parameters are the same character, so the text after a token decides: with
 * an equals sign it is a parameter of the challenge before it, otherwise it begins a challenge.
 *
 * <p>What a server sends is read leniently: unreadable text is skipped up to the next comma. What a client sends is
 * read {@linkplain #strictParameters strictly}.
 */
public final class HeaderScanner {

    /** A challenge of any scheme. Parameter names are in lower case; of a repeated parameter the first counts. */
    record SchemeChallenge(String scheme, Map<String, String> parameters) {}

    private static final String TOKEN_SPECIALS = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_SPECIALS = "-._~+/";

    private final String text;
    private int position;

    /** A quoted string had no end. Then no later one has: each quote behind it is one that it escaped. */
    private boolean endless;

    private HeaderScanner(String text) {
        this.text = text;
    }

    /** The challenges of one header line, in their order. */
    static List<SchemeChallenge> challenges(String line) {
        return new HeaderScanner(line).readChallenges();
    }

    /** The parameters of one header line that has no scheme, such as {@code Authentication-Info}. */
    static Map<String, String> parameters(String line) {
        HeaderScanner scanner = new HeaderScanner(line);
        Map<String, String> parameters = new LinkedHashMap<>();
        while (scanner.toNextElement()) {
            String name = scanner.token();
            if (name.isEmpty() || !scanner.readValue(name, parameters)) {
                scanner.skipElement();
            }
        }
        return parameters;
    }

    /**
     * The parameters of a client's {@code Authorization}, strictly, because a client that is read otherwise than it
     * meant would not know why it is refused.
     *
     * @param line what follows the scheme
     * @return the values, unescaped, by their names in lower case
     * @throws IllegalArgumentException if the text is not a list of parameters, or has one of them twice; the message
     *     says which
     */
    public static Map<String, String> strictParameters(String line) {
        HeaderScanner scanner = new HeaderScanner(line);
        Map<String, String> parameters = new LinkedHashMap<>();
        while (scanner.toNextElement()) {
            int before = parameters.size();
            String name = scanner.token();
            if (name.isEmpty() || !scanner.readValue(name, parameters) || !scanner.isAtEndOfElement()) {
                throw new IllegalArgumentException("is not a list of parameters");
            }
            if (parameters.size() == before) {
                throw new IllegalArgumentException("has a parameter twice");
            }
        }
        return parameters;
    }

    private boolean isAtEndOfElement() {
        skipSpace();
        return position == text.length() || peek() == ',';
    }

    private List<SchemeChallenge> readChallenges() {
        List<SchemeChallenge> found = new ArrayList<>();
        while (toNextElement()) {
            String word = token();
            boolean isParameter = !word.isEmpty()
                    && !found.isEmpty()
                    && readValue(word, found.getLast().parameters());
            if (!isParameter && (word.isEmpty() || peek() == '=')) {
                skipElement();
            } else if (!isParameter) {
                found.add(new SchemeChallenge(word, new LinkedHashMap<>()));
                skipToken68();
            }
        }
        return found;
    }

    /** Moves to the first character that is neither space nor comma; false at the end. */
    private boolean toNextElement() {
        while (position < text.length() && (isSpace(peek()) || peek() == ',')) {
            position++;
        }
        return position < text.length();
    }

    /** Reads {@code = value} if that is what follows; otherwise stays where it is. */
    private boolean readValue(String name, Map<String, String> into) {
        int start = position;
        skipSpace();
        if (peek() != '=') {
            position = start;
            return false;
        }
        position++;
        skipSpace();
        String value = peek() == '"' ? quotedString() : token();
        if (value == null || (value.isEmpty() && text.charAt(position - 1) != '"')) {
            position = start;
            return false;
        }
        into.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        return true;
    }

    private String token() {
        int start = position;
        while (position < text.length() && isTokenCharacter(peek())) {
            position++;
        }
        return text.substring(start, position);
    }

    private @Nullable String quotedString() {
        if (endless) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                position = i + 1;
                return value.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
            }
            value.append(text.charAt(i));
        }
        endless = true;
        return null;
    }

    /** Skips a token68, which is one only if the element ends behind it. */
    private void skipToken68() {
        int start = position;
        skipSpace();
        int end = position;
        while (end < text.length() && isToken68Character(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && text.charAt(end) == '=') {
            end++;
        }
        int behind = end;
        while (behind < text.length() && isSpace(text.charAt(behind))) {
            behind++;
        }
        position = behind == text.length() || text.charAt(behind) == ',' ? behind : start;
    }

    /** Skips to the next comma outside a quoted string. */
    private void skipElement() {
        while (position < text.length() && peek() != ',') {
            if (peek() == '"' && quotedString() != null) {
                continue;
            }
            position++;
        }
    }

    private void skipSpace() {
        while (isSpace(peek())) {
            position++;
        }
    }

    /** The character here, or NUL at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isTokenCharacter(char c) {
        return isAlphanumeric(c) || TOKEN_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isToken68Character(char c) {
        return isAlphanumeric(c) || TOKEN68_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
