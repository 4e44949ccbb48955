package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of drift and reconciliation. */
@Component
public final class DriftWords implements Words {

    public static final Action DRIFT_READ = new Action("drift.read");
    public static final Action AUDIT_RECONCILE = new Action("audit.reconcile");
    public static final Action AUDIT_ACKNOWLEDGE = new Action("audit.acknowledge");

    public static final EventType DRIFT_FOUND = new EventType("drift.found");
}
