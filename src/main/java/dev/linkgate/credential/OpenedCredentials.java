package dev.linkgate.credential;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All stored credentials, decrypted, in the order of their names. */
final class OpenedCredentials {

    static final OpenedCredentials NONE = new OpenedCredentials(Map.of());

    private final Map<String, OpenedCredential> byName;

    private OpenedCredentials(Map<String, OpenedCredential> byName) {
        this.byName = byName;
    }

    /**
     * Decrypts the rows. Already decrypted secrets are reused, so a replica without a new master key keeps working
     * after another one has re-encrypted everything.
     */
    static OpenedCredentials of(List<CredentialRow> rows, KeyRing keys, BaseUrls baseUrls, OpenedCredentials before) {
        Map<String, OpenedCredential> byName = new LinkedHashMap<>();
        for (CredentialRow row : rows) {
            OpenedCredential known = before.byName.get(row.name());
            byName.put(
                    row.name(),
                    known != null && known.sameSecretAs(row)
                            ? known.with(row)
                            : OpenedCredential.of(row, keys, baseUrls));
        }
        return new OpenedCredentials(byName);
    }

    Collection<OpenedCredential> all() {
        return byName.values();
    }

    Optional<OpenedCredential> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The stored credential of this name, if it has the same version. */
    Optional<OpenedCredential> version(AtlasCredential credential) {
        return find(credential.name()).filter(known -> known.row().version() == credential.version());
    }
}
