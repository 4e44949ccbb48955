package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a key, as copied from Atlas, and its Atlas, before it has a name and a version here.
 *
 * @param publicPart the public key or the client id
 * @param secret the private key or the client secret
 * @param baseUrl see {@link AtlasCredential#baseUrl()}
 * @param secretExpiresAt when the secret of a service account expires at Atlas; absent if that is not known
 */
public record KeyMaterial(
        CredentialKind kind,
        String publicPart,
        Secret secret,
        @Nullable URI baseUrl,
        @Nullable Instant secretExpiresAt) implements Recorded {

    /** A key of the Atlas of {@code linkgate.atlas.base-url}. */
    KeyMaterial(CredentialKind kind, String publicPart, Secret secret) {
        this(kind, publicPart, secret, null, null);
    }

    /** The target of the write that stores it under a name. */
    public Target target(String name) {
        return Target.of(Target.Kind.CREDENTIAL, name).changing(Change.to(this));
    }

    @Override
    public Change.Values recorded() {
        return CredentialRow.recorded(
                kind, publicPart, baseUrl == null ? null : baseUrl.toString(), fingerprint(), secretExpiresAt);
    }

    public AtlasCredential as(String name, int version) {
        return switch (kind) {
            case DIGEST -> new AtlasCredential.DigestKey(name, version, publicPart, secret, baseUrl);
            case SERVICE_ACCOUNT -> new AtlasCredential.ServiceAccount(name, version, publicPart, secret, baseUrl);
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
    public String fingerprint() {
        String text = kind.word() + '\n' + publicPart + '\n' + secret.reveal() + '\n';
        byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
