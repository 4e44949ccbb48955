package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of webhooks and their events. */
@Component
public final class WebhookWords implements Words {

    public static final Action WEBHOOK_PUT = new Action("webhook.put");
    public static final Action WEBHOOK_GET = new Action("webhook.get");
    public static final Action WEBHOOK_REMOVE = new Action("webhook.remove");
    public static final Action WEBHOOK_TEST = new Action("webhook.test");
}
