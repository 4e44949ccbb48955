package dev.linkgate.gateway.access;

import dev.linkgate.gateway.audit.Action;
import dev.linkgate.gateway.audit.AuditTrail;
import dev.linkgate.gateway.encryption.EncryptedSecret;
import dev.linkgate.gateway.encryption.EncryptedSecrets;
import dev.linkgate.gateway.encryption.KeyRing;
import dev.linkgate.gateway.encryption.UnreadableSecret;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.request.Target;
import java.util.List;
import org.springframework.stereotype.Component;

/** The verifiers of the keys that were made for Digest. */
@Component
final class VerifierSecrets implements EncryptedSecrets {

    private final AccessStore store;
    private final Access access;
    private final AuditTrail audit;

    VerifierSecrets(AccessStore store, Access access, AuditTrail audit) {
        this.store = store;
        this.access = access;
        this.audit = audit;
    }

    @Override
    public List<EncryptedSecret> all() {
        return store.verifiers();
    }

    @Override
    public void reencrypt(EncryptedSecret secret, KeyRing ring, RequestContext context) throws UnreadableSecret {
        String ciphertext = VerifierCipher.reseal(secret.name(), secret.ciphertext(), ring);
        audit.write(
                context,
                Action.KEY_REENCRYPT,
                Target.NONE,
                200,
                intent -> access.replaceVerifier(secret.name(), secret.ciphertext(), ciphertext));
    }

    @Override
    public int unreadable() {
        return access.unreadableVerifiers();
    }

    @Override
    public int underOtherKeys() {
        return access.verifiersUnderOtherKeys();
    }
}
