package dev.linkgate.gateway.core.access.key;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key's {@link DigestVerifier} as stored. In JSON it is whether there is one.
 *
 * @param ciphertext absent if the key was not made for Digest
 * @param opened absent also if it cannot be decrypted; the key is then used by bearer token only
 */
public record StoredVerifier(
        @Nullable String ciphertext, @Nullable DigestVerifier opened) {

    /** The verifier of a key that was not made for Digest. */
    public static final StoredVerifier NONE = new StoredVerifier(null, null);

    @JsonValue
    public boolean exists() {
        return ciphertext != null;
    }

    public boolean isUnreadable() {
        return ciphertext != null && opened == null;
    }

    public Optional<DigestVerifier> usable() {
        return Optional.ofNullable(opened);
    }

    /** Whether there is one. */
    @Override
    public String toString() {
        return "StoredVerifier[" + exists() + "]";
    }
}
