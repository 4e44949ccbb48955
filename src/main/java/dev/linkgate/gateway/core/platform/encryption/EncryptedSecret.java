package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.request.Target;

/**
 * A stored secret.
 *
 * @param kind in words for people, as {@code credential}
 * @param thing that has the secret, as in the trail; no other of its kind has its name
 * @param binding see {@link KeyRing#encrypt}
 * @param ciphertext as {@link KeyRing} describes it
 */
public record EncryptedSecret(String kind, Target.Thing thing, String binding, String ciphertext) {

    public String name() {
        return thing.name();
    }

    public String title() {
        return kind + " " + name();
    }

    /**
     * The ciphertext of the same secret, with the first key of a ring.
     *
     * @throws UnreadableSecret if it cannot be decrypted
     */
    public String under(KeyRing ring) throws UnreadableSecret {
        return ring.encrypt(binding, ring.decrypt(binding, ciphertext));
    }
}
