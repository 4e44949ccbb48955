package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.kernel.Secret;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import java.time.Instant;

/**
 * A key that signs checkpoints, as stored. The one with the highest number is current, all others are retired.
 *
 * @param number from 1
 * @param ciphertext of the seed, or of nothing once the key is retired; bound to number and key, so that nobody without
 *     a master key can add a key
 */
record CheckpointKey(long number, NoteKey key, String ciphertext, Instant createdAt) {

    /** In the place of a seed that was erased. */
    static final Secret ERASED = Secret.of("");

    static CheckpointKey of(long number, NoteSigner signer, KeyRing ring, Instant createdAt) {
        String ciphertext = ring.encrypt(binding(number, signer.key()), signer.seed());
        return new CheckpointKey(number, signer.key(), ciphertext, createdAt);
    }

    /** @throws UnreadableSecret if no master key here made this row */
    Secret open(KeyRing ring) throws UnreadableSecret {
        return ring.decrypt(binding(number, key), ciphertext);
    }

    EncryptedSecret encrypted() {
        Target.Thing thing = new Target.Thing(Target.Kind.AUDIT_KEY, key.toString());
        return new EncryptedSecret("audit key", thing, binding(number, key), ciphertext);
    }

    /** The ciphertext once the key is retired, with the first key of a ring. */
    String erased(KeyRing ring) throws UnreadableSecret {
        open(ring); // or a row that somebody else has written would count from now on
        return ring.encrypt(binding(number, key), ERASED);
    }

    /** No other kind of secret has a binding that begins so. */
    private static String binding(long number, NoteKey key) {
        return "Audit key " + number + " " + key;
    }
}
