package dev.linkgate.gateway.notify.webhook;

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

/** The secrets by which webhooks sign. */
@Component
final class WebhookSecrets implements EncryptedSecrets {

    private final WebhookStore store;
    private final Webhooks webhooks;
    private final AuditTrail audit;

    WebhookSecrets(WebhookStore store, Webhooks webhooks, AuditTrail audit) {
        this.store = store;
        this.webhooks = webhooks;
        this.audit = audit;
    }

    @Override
    public List<EncryptedSecret> all() {
        return store.secrets();
    }

    @Override
    public void reencrypt(EncryptedSecret secret, KeyRing ring, RequestContext context) throws UnreadableSecret {
        String binding = Webhook.binding(secret.name());
        String ciphertext = ring.encrypt(binding, ring.decrypt(binding, secret.ciphertext()));
        audit.write(
                context,
                Action.KEY_REENCRYPT,
                Target.of(Target.Kind.WEBHOOK, secret.name()),
                200,
                intent -> webhooks.reencrypt(secret.name(), secret.ciphertext(), ciphertext));
    }

    @Override
    public int unreadable() {
        return webhooks.book().unreadable();
    }

    @Override
    public int underOtherKeys() {
        return webhooks.book().underOtherKeys();
    }
}
