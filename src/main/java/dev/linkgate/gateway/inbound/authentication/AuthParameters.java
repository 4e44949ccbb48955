package dev.linkgate.gateway.inbound.authentication;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the parameters of an {@code Authorization} header, strictly: whatever is not as in RFC 9110, section 11.2, is
 * refused, because a client that is read otherwise than it meant would not know why it is refused.
 *
 * <pre>
 * parameters = [ parameter ] *( OWS "," OWS [ parameter ] )
 * parameter  = token BWS "=" BWS ( token / quoted-string )
 * </pre>
 */
final class AuthParameters {

    private static final String TOKEN_SPECIALS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int position;

    private AuthParameters(String text) {
        this.text = text;
    }

    /**
     * The values, unescaped, by their names in lower case.
     *
     * @throws DigestRefused if the text is not a list of parameters, or has one of them twice
     */
    static Map<String, String> parse(String text) throws DigestRefused {
        return new AuthParameters(text).parameters();
    }

    private Map<String, String> parameters() throws DigestRefused {
        Map<String, String> values = new LinkedHashMap<>();
        do {
            skipSpace();
            if (position < text.length() && peek() != ',') {
                readParameter(values);
            }
        } while (skip(','));
        if (position < text.length()) {
            throw malformed();
        }
        return values;
    }

    private void readParameter(Map<String, String> values) throws DigestRefused {
        String name = token().toLowerCase(Locale.ROOT);
        skipSpace();
        require('=');
        skipSpace();
        String value = peek() == '"' ? quotedString() : token();
        if (values.put(name, value) != null) {
            throw new DigestRefused("The Digest has a parameter twice.");
        }
        skipSpace();
    }

    private String token() throws DigestRefused {
        int start = position;
        while (isTokenCharacter(peek())) {
            position++;
        }
        if (position == start) {
            throw malformed();
        }
        return text.substring(start, position);
    }

    private String quotedString() throws DigestRefused {
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
        throw malformed();
    }

    private void require(char wanted) throws DigestRefused {
        if (!skip(wanted)) {
            throw malformed();
        }
    }

    private boolean skip(char wanted) {
        boolean there = peek() == wanted;
        if (there) {
            position++;
        }
        return there;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    /** The character here, or NUL at the end, which no header has. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c != 0 && TOKEN_SPECIALS.indexOf(c) >= 0);
    }

    private static DigestRefused malformed() {
        return new DigestRefused("The Authorization header is not a list of Digest parameters.");
    }
}
