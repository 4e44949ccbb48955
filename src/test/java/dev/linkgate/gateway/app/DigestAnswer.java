package dev.linkgate.gateway.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's answer to a challenge, by RFC 7616 and independent of the product.
 *
 * @param algorithm as the challenge has it
 */
record DigestAnswer(String user, String password, String nonce, String algorithm) {

    private static final String REALM = "MMS Public API";
    private static final Pattern CHALLENGE = Pattern.compile("Digest realm=\"" + REALM
            + "\", nonce=\"([^\"]+)\", algorithm=(MD5|SHA-256), qop=\"auth\", stale=(true|false)");

    /** @param challenge one line of the header */
    static DigestAnswer to(String challenge, String user, String password) {
        Matcher matcher = CHALLENGE.matcher(challenge);
        if (!matcher.matches()) {
            throw new AssertionError("not a challenge: " + challenge);
        }
        return new DigestAnswer(user, password, matcher.group(1), matcher.group(2));
    }

    DigestAnswer as(String otherUser, String otherPassword) {
        return new DigestAnswer(otherUser, otherPassword, nonce, algorithm);
    }

    /** What the server must keep to check answers. */
    String keyHash() {
        return hash(user + ":" + REALM + ":" + password);
    }

    /** The value of the header. */
    String to(String method, String uri, int count) {
        String nc = "%08x".formatted(count);
        String response = hash(String.join(":", keyHash(), nonce, nc, "c", "auth", hash(method + ":" + uri)));
        return "Digest username=\"" + user + "\", realm=\"" + REALM + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", algorithm=\"" + algorithm + "\", qop=auth, nc=" + nc + ", cnonce=\"c\", response=\"" + response
                + "\"";
    }

    private String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
