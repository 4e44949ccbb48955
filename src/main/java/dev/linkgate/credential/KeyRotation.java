package dev.linkgate.credential;

import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.StartRefused;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Checks at start, before the first request, that every stored secret can be decrypted, and starts the {@link
 * Reencryption} if any is encrypted with another master key than the first.
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

    /** @throws StartRefused if any cannot be decrypted; the message names all of them, and nothing was changed */
    @Override
    public void afterSingletonsInstantiated() {
        List<CredentialRow> rows = store.all();
        List<String> unreadable = new ArrayList<>();
        for (CredentialRow row : rows) {
            try {
                row.open(keys);
            } catch (UnreadableSecret e) {
                unreadable.add(e.about(row.name()));
            }
        }
        if (!unreadable.isEmpty()) {
            throw new StartRefused(
                    String.join("\n", unreadable),
                    "Add the key that it was encrypted with to the end of linkgate.master-key (a generated one is in the"
                            + " file master-key of the data directory). If that key is lost, delete the row from the"
                            + " table credential and store the credential again.");
        }
        if (rows.stream().anyMatch(row -> !keys.isCurrent(row.ciphertext()))) {
            masterKeys.reencrypt(RequestContext.system("start"));
        }
    }
}
