package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.kernel.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks tags (HMAC-SHA256, cut to 128 bits), by which a replica recognises what any replica has issued. The
 * first key makes them, and those of each are valid.
 */
public final class Tags {

    private static final int TAG_BYTES = 16;

    private final List<SecretKey> keys;

    Tags(List<SecretKey> keys) {
        this.keys = keys;
    }

    /** @param keys base64 of 32 random bytes each */
    static Tags of(List<Secret> keys) {
        return new Tags(keys.stream()
                .<SecretKey>map(key -> new SecretKeySpec(Base64.getDecoder().decode(key.reveal()), "HmacSHA256"))
                .toList());
    }

    /** The tag of data: 16 bytes. */
    public byte[] tag(byte[] data) {
        return tag(keys.getFirst(), data);
    }

    /** Whether a tag was made for this data by a known key. Compares in constant time. */
    public boolean isTag(byte[] tag, byte[] data) {
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(tag(key, data), tag));
    }

    private static byte[] tag(SecretKey key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(data), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
    }
}
