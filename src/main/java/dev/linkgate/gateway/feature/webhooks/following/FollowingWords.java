package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import org.springframework.stereotype.Component;

/** The words of what the trail tells: what becomes of links and endpoints, and who may do more. */
@Component
public final class FollowingWords implements Words {

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

    /** Somebody may do more than before, or the administrator's token was used. */
    public static final EventType PRIVILEGE_CHANGED = new EventType("privilege.changed");
}
