package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.Tags;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Issues the nonces of Digest challenges, and recognises them. They are not stored, so each replica recognises the
 * nonces of the others. A nonce is, in base64url:
 *
 * <pre>
 * nonce  = issued random tag
 * issued = 8OCTET   ; microseconds since the epoch
 * random = 8OCTET
 * tag    = 16OCTET  ; of issued and random, by a key that is derived from the first master key
 * </pre>
 */
@Component
public final class DigestNonces {

    /** How long a nonce is good, and how far ahead the clock of the replica that issued it may be. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private static final int DATA_BYTES = 2 * Long.BYTES;

    private final Tags tags;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    DigestNonces(KeyRing keys, InstantSource clock) {
        this.tags = keys.tags("linkgate digest nonce");
        this.clock = clock;
    }

    public String issue() {
        byte[] data = ByteBuffer.allocate(DATA_BYTES)
                .putLong(Micros.of(clock.instant()))
                .putLong(random.nextLong())
                .array();
        byte[] tag = tags.tag(data);
        byte[] nonce = Arrays.copyOf(data, DATA_BYTES + tag.length);
        System.arraycopy(tag, 0, nonce, DATA_BYTES, tag.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** The nonce of a text, old or not; absent if no replica with these master keys has issued it. */
    Optional<DigestNonce> recognise(String text) {
        byte[] nonce;
        try {
            nonce = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (nonce.length <= DATA_BYTES) {
            return Optional.empty();
        }
        byte[] data = Arrays.copyOf(nonce, DATA_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(data);
        return tags.isTag(Arrays.copyOfRange(nonce, DATA_BYTES, nonce.length), data)
                ? Optional.of(new DigestNonce(fields.getLong(), fields.getLong()))
                : Optional.empty();
    }

    boolean isLive(DigestNonce nonce) {
        Duration age = Duration.between(Micros.toInstant(nonce.issuedMicros()), clock.instant());
        return age.compareTo(LIFE) <= 0 && age.negated().compareTo(LIFE) <= 0;
    }

    /** The time of issue of the oldest nonce that is good. */
    Instant oldest() {
        return clock.instant().minus(LIFE);
    }
}
