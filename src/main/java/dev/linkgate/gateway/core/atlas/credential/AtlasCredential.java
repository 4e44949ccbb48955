package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.kernel.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A credential of the gateway at Atlas. Callers never see or send one. */
public sealed interface AtlasCredential {

    /** Its name in the gateway. */
    String name();

    /**
     * Counts the replacements under this name, from 1, and continues when the name is removed and stored again.
     * Negative for a candidate that is verified before it is stored. Two credentials with the same name and version are
     * the same, so state can be kept under the two.
     */
    int version();

    /** The Atlas it belongs to, one of the {@link BaseUrls}; absent for the one of {@code linkgate.atlas.base-url}. */
    @Nullable
    URI baseUrl();

    /** What only the gateway and Atlas know. */
    Secret secret();

    /** A programmatic API key, shown over HTTP Digest. */
    record DigestKey(
            String name,
            int version,
            String publicKey,
            Secret privateKey,
            @Nullable URI baseUrl) implements AtlasCredential {
        @Override
        public Secret secret() {
            return privateKey;
        }
    }

    /** A service account, shown as an OAuth 2.0 bearer token minted by client credentials. */
    record ServiceAccount(
            String name,
            int version,
            String clientId,
            Secret clientSecret,
            @Nullable URI baseUrl) implements AtlasCredential {
        @Override
        public Secret secret() {
            return clientSecret;
        }
    }
}
