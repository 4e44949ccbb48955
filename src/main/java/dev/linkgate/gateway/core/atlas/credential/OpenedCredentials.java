package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All stored credentials, decrypted. */
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
        return new OpenedCredentials(rows.stream()
                .collect(Collectors.toUnmodifiableMap(CredentialRow::name, row -> before.opened(row, keys, baseUrls))));
    }

    private OpenedCredential opened(CredentialRow row, KeyRing keys, BaseUrls baseUrls) {
        OpenedCredential known = byName.get(row.name());
        return known != null && known.sameSecretAs(row) ? known.with(row) : OpenedCredential.of(row, keys, baseUrls);
    }

    /** All credentials in the order of their names. */
    List<OpenedCredential> all() {
        return byName.values().stream()
                .sorted(Comparator.comparing(credential -> credential.row().name()))
                .toList();
    }

    Optional<OpenedCredential> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The stored credential of this name, if it has the same version. */
    Optional<OpenedCredential> version(AtlasCredential credential) {
        return find(credential.name()).filter(known -> known.row().version() == credential.version());
    }

    int count(Predicate<OpenedCredential> condition) {
        return (int) byName.values().stream().filter(condition).count();
    }

    /** When the first of the secrets expires, as far as that is known. */
    Optional<Instant> firstSecretExpiry() {
        return byName.values().stream()
                .flatMap(known -> Optional.ofNullable(known.row().secretExpiresAt()).stream())
                .min(Comparator.naturalOrder());
    }
}
