package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A new key: its stored form, and the key itself, which is never shown again. */
public record NewKey(StoredKey stored, Secret key) {

    /**
     * @throws IllegalArgumentException if the key does not have the form of one of its owner's kind
     */
    public static NewKey of(
            Secret key,
            Principal owner,
            String label,
            Instant createdAt,
            @Nullable Instant expiresAt,
            KeyBinding binding) {
        try {
            ApiKey parsed = ApiKey.parse(key);
            if (parsed.owner() != owner.kind()) {
                throw new IllegalArgumentException("the key has the prefix of another kind");
            }
            return new NewKey(
                    new StoredKey(
                            parsed.id(),
                            owner,
                            label,
                            parsed.hash(),
                            createdAt,
                            expiresAt,
                            binding,
                            StoredVerifier.NONE,
                            null,
                            null,
                            null),
                    key);
        } catch (ApiKey.MistypedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The target of the write that makes it. */
    public Target target() {
        return Target.of(Target.Kind.KEY, stored.id()).changing(Change.to(stored));
    }

    /**
     * A copy of this key that belongs to a line.
     *
     * @param first the id of the first key of the line
     */
    public NewKey ofLine(String first) {
        return new NewKey(stored.ofLine(first), key);
    }

    /** A copy of this key that may also be used by Digest. */
    public NewKey forDigest(VerifierCipher cipher) {
        return new NewKey(stored.with(cipher.seal(stored.id(), key)), key);
    }
}
