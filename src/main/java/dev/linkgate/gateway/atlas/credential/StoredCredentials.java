package dev.linkgate.gateway.atlas.credential;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.store.Snapshot;

/**
 * The table of credentials as a source; each credential's name is a subject. The snapshot calls it from one thread at a
 * time.
 */
final class StoredCredentials implements Snapshot.Source<OpenedCredentials> {

    private final CredentialStore store;
    private final KeyRing keys;
    private final BaseUrls baseUrls;
    private OpenedCredentials last = OpenedCredentials.NONE;

    StoredCredentials(CredentialStore store, KeyRing keys, BaseUrls baseUrls) {
        this.store = store;
        this.keys = keys;
        this.baseUrls = baseUrls;
    }

    @Override
    public OpenedCredentials load() {
        last = OpenedCredentials.of(store.all(), keys, baseUrls, last);
        return last;
    }

    @Override
    public OpenedCredentials reread(OpenedCredentials value, String name) {
        last = store.find(name).map(row -> value.with(row, keys, baseUrls)).orElseGet(() -> value.without(name));
        return last;
    }
}
