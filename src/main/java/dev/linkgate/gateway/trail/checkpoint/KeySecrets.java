package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import java.util.List;
import org.springframework.stereotype.Component;

/** The seeds of the keys that sign checkpoints. Of a retired key the ciphertext of nothing still vouches for it. */
@Component
final class KeySecrets implements EncryptedSecrets {

    private final KeyStore store;
    private final CheckpointKeys keys;
    private final AuditTrail audit;

    KeySecrets(KeyStore store, CheckpointKeys keys, AuditTrail audit) {
        this.store = store;
        this.keys = keys;
        this.audit = audit;
    }

    @Override
    public List<EncryptedSecret> all() {
        return store.all().stream()
                .map(row -> new EncryptedSecret("audit key", row.key().toString(), row.ciphertext()))
                .toList();
    }

    @Override
    public void reencrypt(EncryptedSecret secret, KeyRing ring, RequestContext context) throws UnreadableSecret {
        List<CheckpointKey> rows = store.all();
        for (CheckpointKey row : rows) {
            if (row.key().toString().equals(secret.name()) && row.ciphertext().equals(secret.ciphertext())) {
                String ciphertext = row.number() == rows.getFirst().number() ? row.resealed(ring) : row.erased(ring);
                audit.write(
                        context, Action.KEY_REENCRYPT, Target.of(Target.Kind.AUDIT_KEY, secret.name()), 200, intent -> {
                            keys.replace(row.number(), row.ciphertext(), ciphertext);
                            return ciphertext;
                        });
            }
        }
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
