package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Target;
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

    /** Atlas accepted an endpoint. */
    public static final EventType ENDPOINT_ADDED = new EventType("endpoint.added");

    /** An endpoint is AVAILABLE. */
    public static final EventType ENDPOINT_SETTLED = new EventType("endpoint.settled");

    /** An endpoint has failed. */
    public static final EventType ENDPOINT_FAILED = new EventType("endpoint.failed");

    /** An endpoint is gone. */
    public static final EventType ENDPOINT_REMOVED = new EventType("endpoint.removed");

    /** Atlas accepted a link. */
    public static final EventType LINK_CREATED = new EventType("link.created");

    /** A link is AVAILABLE, or has failed. */
    public static final EventType LINK_SETTLED = new EventType("link.settled");

    /** A link is gone. */
    public static final EventType LINK_REMOVED = new EventType("link.removed");

    public static final Target.Kind WEBHOOK = new Target.Kind("webhook");
}
