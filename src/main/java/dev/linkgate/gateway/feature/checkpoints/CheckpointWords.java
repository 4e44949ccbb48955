package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of checkpoints and the keys that sign them. */
@Component
public final class CheckpointWords implements Words {

    public static final Action AUDIT_PROVE = new Action("audit.prove");
    public static final Action AUDIT_KEY_CREATE = new Action("audit-key.create");
    public static final Action AUDIT_KEY_ROTATE = new Action("audit-key.rotate");

    public static final EventType AUDIT_CHECKPOINT = new EventType("audit.checkpoint");

    public static final Target.Kind CHECKPOINT = new Target.Kind("checkpoint");
}
