package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.key.StoredVerifier;
import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The verifiers of the keys that were made for Digest. */
@Component
public final class VerifierSecrets implements EncryptedSecrets {

    private final AccessStore store;
    private final Access access;

    private volatile Counts counts = new Counts(AccessSnapshot.EMPTY, 0, 0);

    /** Of one snapshot: anybody may send probes, which show them, and there may be very many keys. */
    private record Counts(AccessSnapshot snapshot, int unreadable, int underOtherKeys) {}

    public VerifierSecrets(AccessStore store, Access access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public List<EncryptedSecret> secrets() {
        return store.keys().verifiers();
    }

    @Override
    public void replace(Map<EncryptedSecret, String> ciphertexts) {
        access.replaceVerifiers(ciphertexts);
    }

    @Override
    public int unreadable() {
        return counts().unreadable();
    }

    @Override
    public int underOtherKeys() {
        return counts().underOtherKeys();
    }

    @SuppressWarnings("ReferenceEquality") // each change makes another snapshot, and equals would compare all keys
    private Counts counts() {
        AccessSnapshot snapshot = access.snapshot();
        Counts known = counts;
        if (known.snapshot() != snapshot) {
            known = new Counts(
                    snapshot,
                    count(snapshot, StoredVerifier::isUnreadable),
                    count(snapshot, store.keys().cipher()::isUnderOtherKey));
            counts = known;
        }
        return known;
    }

    private static int count(AccessSnapshot snapshot, Predicate<StoredVerifier> condition) {
        return (int) snapshot.keys().values().stream()
                .map(StoredKey::digest)
                .filter(condition)
                .count();
    }
}
