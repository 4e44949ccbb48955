package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import org.springframework.stereotype.Component;

/** The words of the rotation and the end of keys. */
@Component
public final class RotationWords implements Words {

    public static final EventType KEY_EXPIRING = new EventType("key.expiring");
    public static final EventType GRANT_EXPIRING = new EventType("grant.expiring");

    public static final ProblemCode KEY_ROTATED = new ProblemCode(
            "key-rotated",
            409,
            "The key was rotated",
            "Another key has replaced the one that calls, which ends after its overlap and cannot be rotated again. Use the"
                    + " new key. If the answer that showed it was lost, take the rotation back with `DELETE"
                    + " /keys/rotation`, which works until the new key was used, and rotate again.");
}
