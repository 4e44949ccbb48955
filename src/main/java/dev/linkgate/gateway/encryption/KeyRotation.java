package dev.linkgate.gateway.encryption;

import dev.linkgate.gateway.request.RequestContext;
import java.util.List;
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

    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final MasterKeys masterKeys;

    KeyRotation(List<EncryptedSecrets> kinds, KeyRing keys, MasterKeys masterKeys) {
        this.kinds = kinds;
        this.keys = keys;
        this.masterKeys = masterKeys;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (kinds.stream()
                .flatMap(kind -> kind.all().stream())
                .map(EncryptedSecret::ciphertext)
                .anyMatch(ciphertext -> keys.hasKeyOf(ciphertext) && !keys.isCurrent(ciphertext))) {
            masterKeys.reencrypt(RequestContext.system("start"));
        }
    }
}
