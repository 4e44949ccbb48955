package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.store.Micros;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs access tokens with one key and recognises its own:
 *
 * <pre>{@code
 * token     = "lgt_" id "." key-id "." issued "." end "." signature
 * issued    = 1*DIGIT         ; microseconds since 1970
 * end       = 1*DIGIT         ; seconds since 1970
 * signature = 43base64url     ; HMAC-SHA256 of what is before the last dot
 * }</pre>
 *
 * <p>It is no JWT, because some tools keep a JWT until its end, and send it to whatever they are used with next.
 */
final class TokenSigner {

    static final String ALGORITHM = "HmacSHA256";

    private static final String PREFIX = "lgt_";

    private final SecretKey key;

    TokenSigner(SecretKey key) {
        this.key = key;
    }

    String sign(AccessToken token) {
        String text = PREFIX
                + token.id()
                + '.'
                + token.keyId()
                + '.'
                + Micros.of(token.issuedAt())
                + '.'
                + token.expiresAt().getEpochSecond();
        return text + '.' + signature(text);
    }

    /** The token that this key has signed; empty for any other text. */
    Optional<AccessToken> recognise(String token) {
        int end = token.lastIndexOf('.');
        if (end < 0 || !token.startsWith(PREFIX) || !isSigned(token, end)) {
            return Optional.empty();
        }
        String[] parts = token.substring(PREFIX.length(), end).split("\\.", -1);
        return Optional.of(new AccessToken(
                parts[0],
                parts[1],
                Micros.toInstant(Long.parseLong(parts[2])),
                Instant.ofEpochSecond(Long.parseLong(parts[3]))));
    }

    /** Compares the texts: several texts are decoded to the same signature. */
    private boolean isSigned(String token, int end) {
        return MessageDigest.isEqual(bytes(signature(token.substring(0, end))), bytes(token.substring(end + 1)));
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
