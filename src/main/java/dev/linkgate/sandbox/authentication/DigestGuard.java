package dev.linkgate.sandbox.authentication;

import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.http.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks API keys over HTTP Digest as Atlas does (RFC 7616 with MD5 and {@code qop=auth}), and as strictly as any
 * server might: the {@code uri} must be the request target byte for byte, and no count is accepted twice.
 */
public final class DigestGuard {

    private static final String REALM = "MMS Public API";

    private final NonceBook nonces;
    private final Map<String, String> hashedKeys = new ConcurrentHashMap<>();

    DigestGuard(NonceBook nonces) {
        this.nonces = nonces;
    }

    public void accept(String publicKey, Secret privateKey) {
        hashedKeys.put(publicKey, md5(publicKey + ":" + REALM + ":" + privateKey.reveal()));
    }

    public void revoke(String publicKey) {
        hashedKeys.remove(publicKey);
    }

    /** The value of {@code WWW-Authenticate}, with a new nonce, in exactly Atlas's form. */
    String challenge(boolean stale) {
        return "Digest realm=\"" + REALM + "\", domain=\"\", nonce=\"" + nonces.issue()
                + "\", algorithm=MD5, qop=\"auth\", stale=" + stale;
    }

    /** @param uri the request target as it was received */
    AuthDecision check(String method, String uri, String authorization) {
        DigestHeader header = DigestHeader.parse(authorization);
        if (header == null) {
            return new AuthDecision.Challenged(ChallengeReason.MALFORMED, null);
        }
        String hashedKey = hashedKeys.get(header.username());
        if (hashedKey == null || !header.realm().equals(REALM)) {
            return refused(ChallengeReason.UNKNOWN_KEY, header);
        }
        if (!header.uri().equals(uri)) {
            return refused(ChallengeReason.WRONG_URI, header);
        }
        if (!isRight(header, hashedKey, method)) {
            return refused(ChallengeReason.WRONG_RESPONSE, header);
        }
        if (header.count() == 0) {
            return refused(ChallengeReason.ZERO_COUNT, header);
        }
        return switch (nonces.use(header.nonce(), header.count())) {
            case GOOD -> new AuthDecision.Granted(new Caller(Caller.Kind.API_KEY, header.username()), header.nc());
            case UNKNOWN -> refused(ChallengeReason.UNKNOWN_NONCE, header);
            case STALE -> refused(ChallengeReason.STALE_NONCE, header);
            case REPEATED -> refused(ChallengeReason.REPEATED_COUNT, header);
            case SKIPPED -> refused(ChallengeReason.SKIPPED_COUNT, header);
        };
    }

    private static AuthDecision refused(ChallengeReason reason, DigestHeader header) {
        return new AuthDecision.Challenged(reason, header.nc());
    }

    private static boolean isRight(DigestHeader header, String hashedKey, String method) {
        String expected = md5(String.join(
                ":",
                hashedKey,
                header.nonce(),
                header.nc(),
                header.cnonce(),
                header.qop(),
                md5(method + ":" + header.uri())));
        return MessageDigest.isEqual(bytes(expected), bytes(header.response()));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The fields of an {@code Authorization: Digest} header (RFC 7616, section 3.4), each a token or a quoted string.
     */
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
}
