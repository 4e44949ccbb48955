package dev.linkgate.gateway.feature.archives;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of archives of the trail. */
@Component
public final class ArchiveWords implements Words {

    public static final Action AUDIT_ARCHIVE = new Action("audit.archive");

    public static final Target.Kind ARCHIVE = new Target.Kind("archive");
}
