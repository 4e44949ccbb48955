package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.key.StoredVerifier;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The verifiers of the keys that were made for Digest. */
@Component
public final class VerifierSecrets implements EncryptedSecrets {

    private final AccessStore store;
    private final Access access;

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

    /** The keys stay, as bearer tokens only. */
    @Override
    public void giveUp(Collection<EncryptedSecret> lost) {
        access.removeVerifiers(lost);
    }

    @Override
    public int unreadable() {
        return count(StoredVerifier::isUnreadable);
    }

    @Override
    public int underOtherKeys() {
        return count(store.keys().cipher()::isUnderOtherKey);
    }

    private int count(Predicate<StoredVerifier> condition) {
        return (int) access.snapshot().keys().values().stream()
                .map(StoredKey::digest)
                .filter(condition)
                .count();
    }
}
