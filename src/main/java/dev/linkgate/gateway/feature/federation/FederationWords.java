package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of endpoints of Data Federation and Online Archive. */
@Component
public final class FederationWords implements Words {

    public static final Action FEDERATION_ENDPOINT_LIST = new Action("federation-endpoint.list");
    public static final Action FEDERATION_ENDPOINT_GET = new Action("federation-endpoint.get");
    public static final Action FEDERATION_ENDPOINT_ADD = new Action("federation-endpoint.add");
    public static final Action FEDERATION_ENDPOINT_ENSURE = new Action("federation-endpoint.ensure");
    public static final Action FEDERATION_ENDPOINT_REMOVE = new Action("federation-endpoint.remove");

    /** Atlas accepted an endpoint. */
    public static final EventType FEDERATION_ENDPOINT_ADDED = new EventType("federation-endpoint.added");

    /** An endpoint is gone. */
    public static final EventType FEDERATION_ENDPOINT_REMOVED = new EventType("federation-endpoint.removed");

    public static final Target.Kind FEDERATION_ENDPOINT = new Target.Kind("federation-endpoint");
}
