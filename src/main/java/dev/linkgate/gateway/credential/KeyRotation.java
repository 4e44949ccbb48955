package dev.linkgate.gateway.credential;

import dev.linkgate.gateway.request.RequestContext;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Starts the {@link Reencryption} at a start, if any secret is encrypted with another master key than the first.
 *
 * <p>With several replicas: first give all of them {@code old,new}, then {@code new,old}, then {@code new}. A running
 * replica has its secrets in memory and is not affected; a starting one must know the key.
 */
@Component
final class KeyRotation implements SmartInitializingSingleton {

    private final CredentialStore store;
    private final KeyRing keys;
    private final MasterKeys masterKeys;

    KeyRotation(CredentialStore store, KeyRing keys, MasterKeys masterKeys) {
        this.store = store;
        this.keys = keys;
        this.masterKeys = masterKeys;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (store.all().stream()
                .anyMatch(row -> keys.hasKeyOf(row.ciphertext()) && !keys.isCurrent(row.ciphertext()))) {
            masterKeys.reencrypt(RequestContext.system("start"));
        }
    }
}
