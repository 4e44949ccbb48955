package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of webhooks. */
@Component
public final class WebhookWords implements Words {

    public static final Action WEBHOOK_PUT = new Action("webhook.put");
    public static final Action WEBHOOK_GET = new Action("webhook.get");
    public static final Action WEBHOOK_REMOVE = new Action("webhook.remove");
    public static final Action WEBHOOK_TEST = new Action("webhook.test");

    public static final Target.Kind WEBHOOK = new Target.Kind("webhook");

    public static final ProblemCode WEBHOOK_NOT_FOUND =
            new ProblemCode("webhook-not-found", 404, "The webhook does not exist", "No webhook has this name.");
}
