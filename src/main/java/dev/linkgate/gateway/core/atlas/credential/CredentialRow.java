package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored credential.
 *
 * @param ciphertext the secret, as {@link KeyRing} describes it
 * @param baseUrl the Atlas it belongs to; absent for the one of {@code linkgate.atlas.base-url}
 * @param fingerprint see {@link KeyMaterial#fingerprint()}
 * @param secretExpiresAt see {@link KeyMaterial#secretExpiresAt()}
 * @param configuredFingerprint the fingerprint of the key that a declaration or the environment gave last under this
 *     name; absent if none did
 * @param createdAt when the name was first stored
 * @param updatedAt when this version was stored; a new state does not count
 */
public record CredentialRow(
        String name,
        CredentialKind kind,
        String publicPart,
        @Nullable String baseUrl,
        int version,
        String ciphertext,
        CredentialState state,
        String fingerprint,
        @Nullable Instant secretExpiresAt,
        @Nullable String configuredFingerprint,
        Instant createdAt,
        Instant updatedAt)
        implements Recorded {

    /** Stands for the ciphertext of a secret that was given up with its master key. */
    static final String GIVEN_UP = "";

    boolean isGivenUp() {
        return ciphertext.equals(GIVEN_UP);
    }

    @Override
    public Change.Values recorded() {
        return recorded(kind, publicPart, baseUrl, fingerprint, secretExpiresAt);
    }

    static Change.Values recorded(
            CredentialKind kind,
            String publicPart,
            @Nullable String baseUrl,
            String fingerprint,
            @Nullable Instant secretExpiresAt) {
        return new Change.Values()
                .with("kind", kind.word())
                .with(kind.publicField(), publicPart)
                .with("baseUrl", baseUrl)
                .with("fingerprint", fingerprint)
                .with("secretExpiresAt", secretExpiresAt);
    }

    /**
     * The text that a ciphertext is bound to, so that it cannot be moved to another name or another Atlas in the
     * database. A name has no line feed.
     */
    static String binding(String name, @Nullable String baseUrl) {
        return baseUrl == null ? name : name + '\n' + baseUrl;
    }

    EncryptedSecret encrypted() {
        Target.Thing thing = new Target.Thing(Target.Kind.CREDENTIAL, name);
        return new EncryptedSecret("credential", thing, binding(name, baseUrl), ciphertext);
    }

    /**
     * Decrypts it.
     *
     * @throws UnreadableSecret if no known key decrypts it, or if a column beside the ciphertext was altered
     */
    KeyMaterial open(KeyRing keys) throws UnreadableSecret {
        Secret secret = keys.decrypt(binding(name, baseUrl), ciphertext);
        KeyMaterial material = new KeyMaterial(
                kind, publicPart, secret, baseUrl == null ? null : URI.create(baseUrl), secretExpiresAt);
        if (!material.fingerprint().equals(fingerprint)) {
            throw new UnreadableSecret("its kind, public part or ciphertext does not match its fingerprint");
        }
        return material;
    }

    CredentialView view() {
        return view(List.of());
    }

    private CredentialView view(List<String> warnings) {
        boolean digest = kind == CredentialKind.DIGEST;
        return new CredentialView(
                name,
                kind,
                digest ? publicPart : null,
                digest ? null : publicPart,
                baseUrl,
                fingerprint,
                version,
                state,
                secretExpiresAt,
                createdAt,
                updatedAt,
                warnings);
    }

    /** The view of a row just stored, with what to do about it. */
    public CredentialView viewAfterPut() {
        List<String> warnings = new ArrayList<>();
        if (configuredFingerprint != null && !configuredFingerprint.equals(fingerprint)) {
            warnings.add("A declaration or the environment last gave another key under this name, of the fingerprint "
                    + configuredFingerprint
                    + ". A start with that one does not put it back. Give this key there, too, or"
                    + " remove the credential there; another one that is given there replaces this one.");
        }
        if (kind == CredentialKind.SERVICE_ACCOUNT && secretExpiresAt == null) {
            warnings.add("No alert will come before Atlas ends this secret, because secretExpiresAt was not given.");
        }
        return view(warnings);
    }
}
