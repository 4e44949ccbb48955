package dev.linkgate.gateway.core.platform.digest;

import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms of RFC 7616, section 6.1, each with and without a session key. One whose hash this Java does not have
 * is not there, as MD5 where only validated cryptography is allowed.
 */
public enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

    private final String word;
    private final @Nullable MessageDigest unused;
    private final boolean session;

    DigestAlgorithm(String word, String hash, boolean session) {
        this.word = word;
        this.unused = unused(hash);
        this.session = session;
    }

    public static Optional<DigestAlgorithm> of(String word) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.isAvailable() && algorithm.word.equalsIgnoreCase(word)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    public boolean isAvailable() {
        return unused != null;
    }

    /** The algorithm's name in header fields. */
    public String word() {
        return word;
    }

    /** Whether the key is bound to the first nonce and cnonce of a session. */
    boolean isSession() {
        return session;
    }

    /** RFC 7616's {@code H(data)}: lowercase hex. */
    String hash(byte[] data) {
        try {
            return HexFormat.of()
                    .formatHex(((MessageDigest) Objects.requireNonNull(unused).clone()).digest(data));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@link #hash(byte[])} of a text. */
    public String hash(String data, Charset charset) {
        return hash(data.getBytes(charset));
    }

    /** Looking up the provider costs as much as hashing a short text, so it is done once. */
    private static @Nullable MessageDigest unused(String hash) {
        try {
            return MessageDigest.getInstance(hash);
        } catch (NoSuchAlgorithmException e) {
            return null;
        }
    }
}
