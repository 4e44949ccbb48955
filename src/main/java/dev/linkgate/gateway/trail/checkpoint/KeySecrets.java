package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import java.util.List;
import org.springframework.stereotype.Component;

/** The seeds of the keys that sign checkpoints. Of a retired key the ciphertext of nothing still vouches for it. */
@Component
final class KeySecrets implements EncryptedSecrets {

    private final KeyStore store;
    private final CheckpointKeys keys;

    KeySecrets(KeyStore store, CheckpointKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public List<EncryptedSecret> secrets() {
        return store.all().stream().map(CheckpointKey::encrypted).toList();
    }

    @Override
    public void replace(EncryptedSecret secret, String ciphertext) {
        keys.replace(secret.name(), secret.ciphertext(), ciphertext);
    }

    @Override
    public int unreadable() {
        return keys.unreadable();
    }

    @Override
    public int underOtherKeys() {
        return keys.underOtherKeys();
    }
}
