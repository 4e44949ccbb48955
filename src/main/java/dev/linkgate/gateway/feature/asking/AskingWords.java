package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of access requests. */
@Component
public final class AskingWords implements Words {

    public static final Action ACCESS_REQUEST_CREATE = new Action("access-request.create").aboutAccess();
    public static final Action ACCESS_REQUEST_GET = new Action("access-request.get");
    public static final Action ACCESS_REQUEST_LIST = new Action("access-request.list");
    public static final Action ACCESS_REQUEST_ANSWER = new Action("access-request.answer").aboutAccess();
    public static final Action ACCESS_REQUEST_WITHDRAW = new Action("access-request.withdraw").aboutAccess();
    public static final Action ACCESS_REQUEST_REVOKE =
            new Action("access-request.revoke").revoking().aboutAccess();

    public static final EventType ACCESS_REQUESTED = new EventType("access.requested");
    public static final EventType ACCESS_ANSWERED = new EventType("access.answered");

    public static final Target.Kind ACCESS_REQUEST = new Target.Kind("access-request");

    public static final ProblemCode OWN_REQUEST = new ProblemCode(
            "own-request",
            403,
            "Who asks does not answer",
            "Your team, your key, or you yourself have asked for it, also if you call for another team or as an"
                    + " administrator now. Another owner of the project, or another administrator with the scope `access`,"
                    + " must answer.");

    public static final ProblemCode REQUEST_NOT_FOUND = new ProblemCode(
            "request-not-found",
            404,
            "There is no such access request",
            "No access request that you may see has this id on this project. It is removed 14 days after its end.");

    public static final ProblemCode ROLE_HELD = new ProblemCode(
            "role-held",
            409,
            "Your team has the role already",
            "Your team has the role that it asked for, or a higher one, on this project. `GET /projects` shows it.");

    public static final ProblemCode REQUEST_ANSWERED = new ProblemCode(
            "request-answered",
            409,
            "The access request has another answer, or is over",
            "Somebody has answered it otherwise, it was withdrawn, revoked or used, or it has expired. Nothing was"
                    + " changed. Ask again if you still need it.");
}
