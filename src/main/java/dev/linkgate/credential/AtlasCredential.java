package dev.linkgate.credential;

import dev.linkgate.kernel.Secret;

/** What the gateway shows to Atlas. It belongs to the gateway; no caller ever sees or sends one. */
public sealed interface AtlasCredential {

    /** Its name in the gateway. */
    String name();

    /**
     * Counts the replacements under this name, from 1, and goes on counting when the name is removed and comes back.
     * Negative for a candidate that Atlas is asked about before it is stored. Two credentials are the same if name and
     * version are, so what is learnt with one may be kept under the two.
     */
    int version();

    /** A programmatic API key, shown over HTTP Digest. */
    record DigestKey(String name, int version, String publicKey, Secret privateKey) implements AtlasCredential {}

    /** A service account, shown as an OAuth 2.0 bearer token minted by client credentials. */
    record ServiceAccount(String name, int version, String clientId, Secret clientSecret) implements AtlasCredential {}
}
