package dev.linkgate.gateway.atlas.credential;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The secrets of the stored credentials. */
@Component
final class CredentialSecrets implements EncryptedSecrets {

    private final CredentialStore store;
    private final CredentialVault vault;
    private final AuditTrail audit;

    CredentialSecrets(CredentialStore store, CredentialVault vault, AuditTrail audit) {
        this.store = store;
        this.vault = vault;
        this.audit = audit;
    }

    @Override
    public List<EncryptedSecret> all() {
        return store.secrets();
    }

    @Override
    public void reencrypt(EncryptedSecret secret, KeyRing ring, RequestContext context) throws UnreadableSecret {
        Optional<CredentialRow> stored = store.find(secret.name());
        if (stored.isEmpty()) {
            return;
        }
        CredentialRow row = stored.get();
        String ciphertext = ring.encrypt(
                CredentialRow.binding(row.name(), row.baseUrl()), row.open(ring).secret());
        context.facts().noteCredential(row.name());
        context.facts().noteCredential(row.name(), row.version());
        Target target = Target.of(Target.Kind.CREDENTIAL, row.name());
        audit.write(context, Action.CREDENTIAL_REENCRYPT, target, 200, intent -> vault.reencrypt(row, ciphertext));
    }

    @Override
    public int unreadable() {
        return vault.unreadable();
    }

    @Override
    public int underOtherKeys() {
        return vault.underOtherKeys();
    }
}
