package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes access requests, and the answers of projects' owners and administrators. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access")
class AccessRequestController {

    private static final String OF_PROJECT = "/projects/{projectId}/access-requests";
    private static final String ONE = OF_PROJECT + "/{requestId}";

    private final AccessRequests requests;
    private final AccessAnswers answers;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    AccessRequestController(AccessRequests requests, AccessAnswers answers, AccessPolicy policy, AuditTrail trail) {
        this.requests = requests;
        this.answers = answers;
        this.policy = policy;
        this.trail = trail;
    }

    @PostMapping(path = OF_PROJECT, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "requestAccess",
            summary = "Ask for a role on a project, or for an endpoint",
            description =
                    "Any team may ask for a role, on any project: the answer is the same whether the project exists"
                            + " or not. An editor asks for an endpoint that the project's rules do not allow. Whoever may answer"
                            + " approves one at once for a `team` that is not its own. The same request again is the one that is"
                            + " open. One that nobody answers expires after 14 days.")
    @ApiResponse(responseCode = "201", description = "Asked", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Asked for before", useReturnTypeSchema = true)
    @Problems({"role-held", "team-not-found", "own-request", "quota-reached"})
    ResponseEntity<AccessRequest> ask(
            RequestContext context, @PathVariable ProjectId projectId, @RequestBody AccessRequestBody body) {
        Wish wish = body.checked();
        AccessRequests.Asked asked = asked(context, projectId, wish, body.team());
        return asked.isNew()
                ? ResponseEntity.created(URI.create(asked.request().path())).body(asked.request())
                : ResponseEntity.ok(asked.request());
    }

    private AccessRequests.Asked asked(RequestContext context, ProjectId project, Wish wish, @Nullable String team) {
        if (team != null) {
            policy.requireApprover(context.actor(), project);
            context.allowed(policy.rightToApprove(context.actor(), project));
            return answers.approve(context, project, wish, team);
        }
        if (wish.kind() == RequestKind.ENDPOINT) {
            policy.require(context.actor(), Role.EDITOR, project);
            context.allowed(policy.rightTo(context.actor(), Role.EDITOR, project));
        } else {
            requireTeam(context);
            context.allowedByIdentity();
        }
        AccessRequests.Asked asked = requests.ask(context, project, wish);
        // A record of the project for each repetition would let any team fill a trail that is not its own.
        return asked.isNew() ? asked : trail.read(context, AskingWords.ACCESS_REQUEST_GET, Target.NONE, () -> asked);
    }

    private static void requireTeam(RequestContext context) {
        if (context.actor().team() == null) {
            throw Failure.of(
                            ProblemCode.FORBIDDEN,
                            "Only a team can ask for a role. An administrator with the scope 'access' gives roles"
                                    + " under /admin/teams.")
                    .toException();
        }
    }

    @GetMapping("/access-requests")
    @Operation(
            operationId = "listOwnAccessRequests",
            summary = "List your team's access requests on all projects",
            description = "Newest first. One is shown until 14 days after its end.")
    @Problems({})
    Listing<AccessRequest> own(
            RequestContext context,
            @RequestParam @Nullable RequestState state,
            @RequestParam @Nullable RequestKind kind,
            Page page) {
        return list(context, Target.NONE, selection(AccessRequest.holder(context.actor()), null, kind, state), page);
    }

    @GetMapping(OF_PROJECT)
    @Operation(
            operationId = "listAccessRequests",
            summary = "List the access requests on a project",
            description =
                    "Your team's, and all if you may answer them. Newest first. One is shown until 14 days after its"
                            + " end.")
    @Problems({})
    Listing<AccessRequest> ofProject(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam @Nullable RequestState state,
            @RequestParam @Nullable RequestKind kind,
            Page page) {
        boolean isApprover = mayAnswer(context, projectId);
        String holder = isApprover ? null : AccessRequest.holder(context.actor());
        Target target = isApprover ? Target.project(projectId) : Target.NONE;
        return list(context, target, selection(holder, projectId, kind, state), page);
    }

    private static AccessRequestStore.Selection selection(
            @Nullable String holder,
            @Nullable ProjectId project,
            @Nullable RequestKind kind,
            @Nullable RequestState state) {
        return new AccessRequestStore.Selection(holder, null, project, kind, state);
    }

    private Listing<AccessRequest> list(
            RequestContext context, Target target, AccessRequestStore.Selection selection, Page page) {
        return trail.read(context, AskingWords.ACCESS_REQUEST_LIST, target, () -> requests.list(selection, page));
    }

    /** Whether the caller may answer what is asked for on a project; then that must last as long as the request. */
    private boolean mayAnswer(RequestContext context, ProjectId project) {
        boolean isApprover = policy.isApprover(context.actor(), project);
        if (isApprover) {
            context.allowed(policy.rightToApprove(context.actor(), project));
        } else {
            context.allowedByIdentity();
        }
        return isApprover;
    }

    @GetMapping(ONE)
    @Operation(
            operationId = "getAccessRequest",
            summary = "Get an access request",
            description =
                    "One of your team, or one that you may answer. `Prefer: wait=N` holds the answer until the request"
                            + " has one.")
    @Problems("request-not-found")
    ResponseEntity<AccessRequest> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable String requestId,
            PreferWait wait) {
        Target target = mayAnswer(context, projectId) ? Target.project(projectId) : Target.NONE;
        AccessRequest latest = trail.read(
                context,
                AskingWords.ACCESS_REQUEST_GET,
                target.about(AskingWords.ACCESS_REQUEST, requestId),
                () -> requests.awaitAnswer(
                        context, projectId, visible(context, projectId, requestId), wait.patience()));
        return wait.applied(ResponseEntity.ok()).body(latest);
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code request-not-found} */
    private AccessRequest visible(RequestContext context, ProjectId project, String id) {
        return requests.find(context, project, id)
                .filter(request -> isAskers(context, request) || policy.isApprover(context.actor(), project))
                .orElseThrow(() -> AccessRequests.notFound(id));
    }

    private static boolean isAskers(RequestContext context, AccessRequest request) {
        return request.holder().equals(AccessRequest.holder(context.actor()));
    }

    @PutMapping(path = ONE + "/answer", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "answerAccessRequest",
            summary = "Answer an access request",
            description =
                    "By an owner of the project or an administrator with the scope `access`, or by the latter only, as"
                            + " the project's rules say, but never by who asks. An approved role is given at once, and lowers none"
                            + " that the team has. An approved endpoint may be added once, within 14 days. The equal answer may be"
                            + " repeated.")
    @Problems({"own-request", "request-not-found", "request-answered", "team-not-found", "quota-reached"})
    AccessRequest answer(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable String requestId,
            @RequestBody AnswerBody body) {
        AnswerBody checked = body.checked();
        return answers.answer(context, visible(context, projectId, requestId), checked);
    }

    @DeleteMapping(ONE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "endAccessRequest",
            summary = "Withdraw an access request, or revoke an approval",
            description =
                    "Who asks withdraws a pending request. Who may answer revokes an approved endpoint that was not"
                            + " added yet: that takes effect everywhere within 5 s.")
    @Problems({"request-not-found", "request-answered"})
    void end(RequestContext context, @PathVariable ProjectId projectId, @PathVariable String requestId) {
        boolean isApprover = mayAnswer(context, projectId);
        AccessRequest known = visible(context, projectId, requestId);
        boolean isAskers = isAskers(context, known);
        boolean isOpen = known.state() == RequestState.PENDING;
        if (isAskers && (isOpen || known.state() == RequestState.WITHDRAWN)) {
            context.allowedByIdentity();
            answers.withdraw(context, known);
        } else if (isOpen) {
            throw Failure.of(ProblemCode.FORBIDDEN, "Only who has asked may withdraw the request. You can deny it.")
                    .toException();
        } else if (known.isInForce() && !isApprover) {
            policy.requireApprover(context.actor(), projectId);
        } else {
            answers.revoke(context, known);
        }
    }
}
