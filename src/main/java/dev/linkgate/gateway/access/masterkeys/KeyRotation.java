package dev.linkgate.gateway.access.masterkeys;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.trail.audit.RollbackState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Starts the {@link Reencryption} at a start, if any secret is encrypted with another master key than the first.
 *
 * <p>With several replicas: first give all of them {@code old,new}, then {@code new,old}, then {@code new}. A running
 * replica has its secrets in memory and is not affected; a starting one must know the key.
 */
@Component
public final class KeyRotation implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    private final List<EncryptedSecrets> kinds;
    private final KeyRing keys;
    private final MasterKeys masterKeys;
    private final RollbackState rollback;

    KeyRotation(List<EncryptedSecrets> kinds, KeyRing keys, MasterKeys masterKeys, RollbackState rollback) {
        this.kinds = kinds;
        this.keys = keys;
        this.masterKeys = masterKeys;
        this.rollback = rollback;
    }

    @Override
    public void afterSingletonsInstantiated() {
        boolean needed = kinds.stream()
                .flatMap(kind -> kind.secrets().stream())
                .map(EncryptedSecret::ciphertext)
                .anyMatch(ciphertext -> keys.hasKeyOf(ciphertext) && !keys.isCurrent(ciphertext));
        if (needed && rollback.reason().isPresent()) {
            log.error("Nothing is re-encrypted, because the audit trail is not the one that was signed");
        } else if (needed) {
            masterKeys.reencrypt(RequestContext.system("start"));
        }
    }
}
