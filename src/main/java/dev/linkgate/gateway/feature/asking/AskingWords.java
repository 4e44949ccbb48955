package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of requests for access. */
@Component
public final class AskingWords implements Words {

    public static final Action ACCESS_REQUEST_CREATE = new Action("access-request.create").aboutAccess();
    public static final Action ACCESS_REQUEST_LIST = new Action("access-request.list");
    public static final Action ACCESS_REQUEST_ANSWER = new Action("access-request.answer").aboutAccess();

    public static final EventType ACCESS_REQUESTED = new EventType("access.requested");
    public static final EventType ACCESS_ANSWERED = new EventType("access.answered");

    public static final Target.Kind ACCESS_REQUEST = new Target.Kind("access-request");

    public static final ProblemCode ROLE_HELD = new ProblemCode(
            "role-held",
            409,
            "Your team has the role already",
            "Your team has the role that it asked for, or a higher one, on this project. `GET /projects` shows it.");

    public static final ProblemCode ACCESS_REQUEST_ANSWERED = new ProblemCode(
            "access-request-answered",
            409,
            "The request for access was answered before",
            "Somebody has answered the request, or it has expired. An answer cannot be changed: an administrator can"
                    + " change the team's role, or the team can ask again.");
}
