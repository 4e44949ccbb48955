package dev.linkgate.sandbox.authentication;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an {@code Authorization: Digest} header (RFC 7616, section 3.4), each a token or a quoted string. */
record DigestHeader(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        String qop,
        String nc,
        String cnonce) {

    private static final String SCHEME = "digest ";
    private static final int NC_DIGITS = 8;

    /** @return nothing if the header does not answer Atlas's challenge */
    static @Nullable DigestHeader parse(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        Map<String, String> fields = new Scanner(header, SCHEME.length()).fields();
        if (fields == null || !fields.getOrDefault("algorithm", "MD5").equalsIgnoreCase("MD5")) {
            return null;
        }
        DigestHeader parsed = new DigestHeader(
                fields.getOrDefault("username", ""),
                fields.getOrDefault("realm", ""),
                fields.getOrDefault("nonce", ""),
                fields.getOrDefault("uri", ""),
                fields.getOrDefault("response", ""),
                fields.getOrDefault("qop", ""),
                fields.getOrDefault("nc", ""),
                fields.getOrDefault("cnonce", ""));
        return parsed.qop.equals("auth") && parsed.hasCount() && !parsed.cnonce.isEmpty() ? parsed : null;
    }

    long count() {
        return Long.parseLong(nc, 16);
    }

    private boolean hasCount() {
        return nc.length() == NC_DIGITS && nc.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    /** Never shows the secret parts of the header. */
    @Override
    public String toString() {
        return "DigestHeader[uri=" + uri + ", nc=" + nc + "]";
    }

    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /** All fields by their lower-case names; nothing if the text is not a list of fields or names one twice. */
        @Nullable
        Map<String, String> fields() {
            Map<String, String> fields = new HashMap<>();
            do {
                skipSpaces();
                int equals = text.indexOf('=', at);
                if (equals < 0) {
                    return null;
                }
                String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
                at = equals + 1;
                String value = value();
                if (value == null || fields.put(name, value) != null) {
                    return null;
                }
                skipSpaces();
            } while (at < text.length() && text.charAt(at++) == ',');
            return at == text.length() ? fields : null;
        }

        private @Nullable String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                int end = text.indexOf(',', at);
                String token = text.substring(at, end < 0 ? text.length() : end);
                at += token.length();
                return token.strip();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            return null;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
    }
}
