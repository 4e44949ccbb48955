package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Words;
import org.springframework.stereotype.Component;

/** The words of the rotation and the end of keys. */
@Component
public final class RotationWords implements Words {

    public static final EventType KEY_EXPIRING = new EventType("key.expiring");
    public static final EventType GRANT_EXPIRING = new EventType("grant.expiring");
}
