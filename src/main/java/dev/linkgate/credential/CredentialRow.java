package dev.linkgate.credential;

import dev.linkgate.kernel.Secret;
import java.time.Instant;

/**
 * A stored credential.
 *
 * @param ciphertext the secret, as {@link KeyRing} describes it
 * @param fingerprint see {@link KeyMaterial#fingerprint()}
 * @param createdAt when the name was first stored
 * @param updatedAt when this version was stored; a new state does not count
 */
record CredentialRow(
        String name,
        CredentialKind kind,
        String publicPart,
        int version,
        String ciphertext,
        CredentialState state,
        String fingerprint,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Decrypts it.
     *
     * @throws UnreadableSecret if no known key decrypts it, or if a column beside the ciphertext was altered
     */
    KeyMaterial open(KeyRing keys) throws UnreadableSecret {
        Secret secret = keys.decrypt(name, ciphertext);
        KeyMaterial material = new KeyMaterial(kind, publicPart, secret);
        if (!material.fingerprint().equals(fingerprint)) {
            throw new UnreadableSecret("its kind, public part or ciphertext does not match its fingerprint");
        }
        return material;
    }

    CredentialView view() {
        boolean digest = kind == CredentialKind.DIGEST;
        return new CredentialView(
                name,
                kind,
                digest ? publicPart : null,
                digest ? null : publicPart,
                fingerprint,
                version,
                state,
                createdAt,
                updatedAt);
    }
}
