package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of the reading of the trail. */
@Component
public final class AuditingWords implements Words {

    public static final Action AUDIT_READ = new Action("audit.read");
    public static final Action AUDIT_EXPORT = new Action("audit.export");

    public static final Target.Kind RECORD = new Target.Kind("record");
}
