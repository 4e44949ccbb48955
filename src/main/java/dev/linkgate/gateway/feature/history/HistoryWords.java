package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of the history of access. */
@Component
public final class HistoryWords implements Words {

    public static final Action ACCESS_READ = new Action("access.read");
}
