package dev.linkgate.gateway.platform.encryption;

/**
 * A stored secret.
 *
 * @param kind in words for people, as {@code credential}
 * @param name which no other of its kind has
 * @param ciphertext as {@link KeyRing} describes it
 */
public record EncryptedSecret(String kind, String name, String ciphertext) {

    public String title() {
        return kind + " " + name;
    }
}
