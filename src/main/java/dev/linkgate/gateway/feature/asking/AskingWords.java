package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.request.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of requests for access. */
@Component
public final class AskingWords implements Words {

    public static final Action ACCESS_REQUEST_CREATE = new Action("access-request.create").aboutAccess();
    public static final Action ACCESS_REQUEST_LIST = new Action("access-request.list");
    public static final Action ACCESS_REQUEST_ANSWER = new Action("access-request.answer").aboutAccess();
}
