package dev.linkgate.gateway.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.linkgate.gateway.encryption.DerivedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.Optional;

/**
 * Signs JWTs with one key and recognises its own. Each has the same header, character for character, and no other header
 * is read. So nobody can choose the algorithm, and the JWTs of other issuers are told apart without decoding them.
 */
final class TokenSigner {

    private final JWSHeader header;
    private final String beginning;
    private final MACSigner mac;

    TokenSigner(DerivedKey key) {
        try {
            // Parsed, because a header that is built has its members in any order.
            this.header = JWSHeader.parse(
                    Base64URL.encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + key.id() + "\"}"));
            this.mac = new MACSigner(key.key());
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the header and the key are ours", e);
        }
        this.beginning = header.toBase64URL() + ".";
    }

    String sign(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(mac);
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
        return jwt.serialize();
    }

    /** The claims of a token that this key has signed; empty for any other text. */
    Optional<JWTClaimsSet> claimsOf(String token) {
        int end = token.lastIndexOf('.');
        if (!token.startsWith(beginning) || end < beginning.length() || !isSigned(token, end)) {
            return Optional.empty();
        }
        try {
            Base64URL payload = Base64URL.from(token.substring(beginning.length(), end));
            return Optional.of(JWTClaimsSet.parse(payload.decodeToString()));
        } catch (ParseException e) {
            throw new IllegalStateException("the claims are ours", e);
        }
    }

    /** Compares the texts: several texts are decoded to the same signature. */
    private boolean isSigned(String token, int end) {
        try {
            Base64URL expected = mac.sign(header, bytes(token.substring(0, end)));
            return MessageDigest.isEqual(bytes(expected.toString()), bytes(token.substring(end + 1)));
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
