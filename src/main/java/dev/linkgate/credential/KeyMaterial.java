package dev.linkgate.credential;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The two halves of a key, as copied from Atlas, before it has a name and a version here.
 *
 * @param publicPart the public key or the client id
 * @param secret the private key or the client secret
 */
record KeyMaterial(CredentialKind kind, String publicPart, Secret secret) {

    static KeyMaterial of(AtlasCredential credential) {
        return switch (credential) {
            case AtlasCredential.DigestKey key ->
                new KeyMaterial(CredentialKind.DIGEST, key.publicKey(), key.privateKey());
            case AtlasCredential.ServiceAccount account ->
                new KeyMaterial(CredentialKind.SERVICE_ACCOUNT, account.clientId(), account.clientSecret());
        };
    }

    AtlasCredential as(String name, int version) {
        return switch (kind) {
            case DIGEST -> new AtlasCredential.DigestKey(name, version, publicPart, secret);
            case SERVICE_ACCOUNT -> new AtlasCredential.ServiceAccount(name, version, publicPart, secret);
        };
    }

    /**
     * Tells operators which key is stored without showing it: the first 16 hex digits of the SHA-256 of kind, public
     * part and secret, each ended by a line feed. To compare:
     *
     * <pre>{@code
     * printf '%s\n%s\n%s\n' digest "$PUBLIC_KEY" "$PRIVATE_KEY" | sha256sum | cut -c1-16
     * printf '%s\n%s\n%s\n' service-account "$CLIENT_ID" "$CLIENT_SECRET" | sha256sum | cut -c1-16
     * }</pre>
     */
    String fingerprint() {
        String text = kind.word() + '\n' + publicPart + '\n' + secret.reveal() + '\n';
        byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
