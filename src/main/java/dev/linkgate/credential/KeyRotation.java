package dev.linkgate.credential;

import dev.linkgate.kernel.StartRefused;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Checks at start, before the first request, that every stored secret can be decrypted. Secrets of older keys are
 * encrypted again with the first key, so that the older keys can be removed afterwards.
 *
 * <p>With several replicas: first give all of them {@code old,new}, then {@code new,old}, then {@code new}. A running
 * replica has its secrets in memory and is not affected; a starting one must know the key.
 */
@Component
final class KeyRotation implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    private final CredentialStore store;
    private final KeyRing keys;

    KeyRotation(CredentialStore store, KeyRing keys) {
        this.store = store;
        this.keys = keys;
    }

    /** @throws StartRefused if any cannot be decrypted; the message names all of them, and nothing was changed */
    @Override
    public void afterSingletonsInstantiated() {
        List<CredentialRow> rows = store.all();
        List<String> unreadable = new ArrayList<>();
        List<Runnable> rewrites = new ArrayList<>();
        for (CredentialRow row : rows) {
            try {
                KeyMaterial material = row.open(keys);
                if (!keys.isCurrent(row.ciphertext())) {
                    rewrites.add(() -> rewrite(row, material));
                }
            } catch (UnreadableSecret e) {
                unreadable.add("The stored credential " + row.name() + " cannot be decrypted: " + e.reason() + ".");
            }
        }
        if (!unreadable.isEmpty()) {
            throw new StartRefused(
                    String.join("\n", unreadable),
                    "Add the key that it was encrypted with to the end of linkgate.master-key (a generated one is in the"
                            + " file master-key of the data directory). If that key is lost, delete the row from the"
                            + " table credential and store the credential again.");
        }
        rewrites.forEach(Runnable::run);
    }

    private void rewrite(CredentialRow row, KeyMaterial material) {
        if (store.reencrypt(row, keys.encrypt(CredentialRow.binding(row.name(), row.baseUrl()), material.secret()))) {
            log.info("Re-encrypted the credential {} with the first master key", row.name());
        }
    }
}
