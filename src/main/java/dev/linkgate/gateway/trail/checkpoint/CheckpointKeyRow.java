package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.kernel.Secret;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as stored.
 *
 * @param number from 1; the highest one is the newest
 * @param ciphertext of the seed, or of nothing once the key signs no longer; bound to number and key, so that nobody
 *     without a master key can add a key
 * @param signsUntil absent for the newest
 */
record CheckpointKeyRow(
        long number,
        NoteKey key,
        String ciphertext,
        Instant createdAt,
        @Nullable Instant signsUntil) {

    /** In the place of a seed that was erased. */
    private static final Secret ERASED = Secret.of("");

    static CheckpointKeyRow of(long number, NoteSigner signer, KeyRing keys, Instant createdAt) {
        String ciphertext = keys.encrypt(binding(number, signer.key()), signer.seed());
        return new CheckpointKeyRow(number, signer.key(), ciphertext, createdAt, null);
    }

    /** @throws UnreadableSecret if no master key here made this row */
    Secret open(KeyRing keys) throws UnreadableSecret {
        return keys.decrypt(binding(number, key), ciphertext);
    }

    /** The ciphertext of the same, with the first key of a ring. */
    String resealed(KeyRing keys) throws UnreadableSecret {
        return keys.encrypt(binding(number, key), open(keys));
    }

    /** The ciphertext of a key that signs no longer. */
    String erased(KeyRing keys) {
        return keys.encrypt(binding(number, key), ERASED);
    }

    static boolean isErased(Secret seed) {
        return seed.equals(ERASED);
    }

    boolean signsAt(Instant now) {
        return signsUntil == null || now.isBefore(signsUntil);
    }

    /** No other kind of secret has a binding that begins so. */
    private static String binding(long number, NoteKey key) {
        return "Audit key " + number + " " + key;
    }
}
