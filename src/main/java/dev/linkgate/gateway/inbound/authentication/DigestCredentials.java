package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.key.DigestVerifier;
import dev.linkgate.gateway.platform.digest.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The answer to a Digest challenge (RFC 7616, section 3.4) of this gateway. Clients differ in which values they quote, so
 * each value may be quoted or not.
 *
 * @param nc the count as it was sent, eight hex digits
 */
record DigestCredentials(
        String username,
        DigestAlgorithm algorithm,
        String nonce,
        String nc,
        String cnonce,
        String uri,
        String response) {

    private static final Pattern COUNT = Pattern.compile("[0-9a-fA-F]{8}");

    /**
     * @param parameters what follows the scheme
     * @throws DigestRefused if it cannot be read, or is not an answer to a challenge of this gateway
     */
    static DigestCredentials parse(String parameters) throws DigestRefused {
        Map<String, String> values = AuthParameters.parse(parameters);
        if (!values.getOrDefault("userhash", "false").equalsIgnoreCase("false")) {
            throw new DigestRefused("The Digest hashes the user's name (userhash), which was not offered.");
        }
        if (!required(values, "realm").equals(DigestVerifier.REALM)) {
            throw new DigestRefused("The Digest is for another realm than " + DigestVerifier.REALM + ".");
        }
        if (!required(values, "qop").equalsIgnoreCase("auth")) {
            throw new DigestRefused("The Digest's qop must be auth.");
        }
        String nc = required(values, "nc");
        if (!COUNT.matcher(nc).matches() || Long.parseLong(nc, 16) == 0) {
            throw new DigestRefused("The Digest's nc must be eight hex digits, from 00000001.");
        }
        return new DigestCredentials(
                required(values, "username"),
                algorithm(values.getOrDefault("algorithm", DigestAlgorithm.MD5.word())),
                required(values, "nonce"),
                nc,
                required(values, "cnonce"),
                required(values, "uri"),
                required(values, "response"));
    }

    private static String required(Map<String, String> values, String name) throws DigestRefused {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new DigestRefused("The Digest lacks its parameter " + name + ".");
        }
        return value;
    }

    private static DigestAlgorithm algorithm(String word) throws DigestRefused {
        return DigestAlgorithm.of(word)
                .filter(DigestVerifier.ALGORITHMS::contains)
                .orElseThrow(() -> new DigestRefused("The Digest's algorithm must be MD5 or SHA-256."));
    }

    long count() {
        return Long.parseLong(nc, 16);
    }

    /** What the response is made of, besides the hash of user, realm and password. */
    String data(String method) {
        String request = algorithm.hash(method + ":" + uri, StandardCharsets.ISO_8859_1);
        return nonce + ":" + nc + ":" + cnonce + ":auth:" + request;
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "DigestCredentials[hidden]";
    }

    /**
     * Reads the parameters of an {@code Authorization} header, strictly: whatever is not as in RFC 9110, section 11.2, is
     * refused, because a client that is read otherwise than it meant would not know why it is refused.
     *
     * <pre>
     * parameters = [ parameter ] *( OWS "," OWS [ parameter ] )
     * parameter  = token BWS "=" BWS ( token / quoted-string )
     * </pre>
     */
    static final class AuthParameters {

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
}
