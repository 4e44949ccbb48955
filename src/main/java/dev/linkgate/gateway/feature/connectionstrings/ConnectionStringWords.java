package dev.linkgate.gateway.feature.connectionstrings;

import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The word of connection strings. */
@Component
public final class ConnectionStringWords implements Words {

    public static final Action CONNECTION_STRINGS_LIST = new Action("connection-strings.list");
}
