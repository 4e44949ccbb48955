package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.gateway.platform.request.Target;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is to be, checked.
 *
 * @param secret absent if the stored one stays
 */
record NewWebhook(WebhookUrl url, @Nullable SigningSecret secret, EventFilter filter, boolean enabled)
        implements Recorded {

    /** The target of the write that stores it under a name. */
    Target target(String name) {
        return Target.of(Target.Kind.WEBHOOK, name).changing(Change.to(this));
    }

    @Override
    public Change.Values recorded() {
        return Webhook.recorded(url.toString(), filter, enabled, secret == null ? null : secret.fingerprint());
    }
}
