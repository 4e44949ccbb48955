package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.request.Change;
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
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes teams' requests for access, and the answers of the projects' owners. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access")
class AccessRequestController {

    private final AccessRequests requests;
    private final AccessAnswers answers;
    private final AuditTrail trail;

    AccessRequestController(AccessRequests requests, AccessAnswers answers, AuditTrail trail) {
        this.requests = requests;
        this.answers = answers;
        this.trail = trail;
    }

    @PostMapping("/projects/{projectId}/access-requests")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "requestAccess",
            summary = "Ask for a role on a project",
            description = "Any team may ask, for any project: the answer is the same whether the project exists or not."
                    + " The same request again is the one that is pending. A request that nobody answers expires after"
                    + " 14 days.")
    @Problems({"role-held", "team-not-found"})
    AccessRequest ask(RequestContext context, @PathVariable ProjectId projectId, @RequestBody AccessRequestBody body) {
        AccessRequests.Wish wish = body.checked(requests.now());
        Optional<AccessRequest> pending = requests.pending(context, projectId, wish.role());
        if (pending.isPresent()) {
            return shown(context, pending.get());
        }
        context.allowedByIdentity();
        return trail.write(
                context,
                AskingWords.ACCESS_REQUEST_CREATE,
                Target.project(projectId).changing(Change.to(wish)),
                HttpStatus.ACCEPTED.value(),
                intent -> {
                    AccessRequest asked = requests.ask(teamOf(context), projectId, wish);
                    intent.isAbout(asked.target().changing(Change.to(asked)));
                    return asked;
                });
    }

    /** A record of the project would let any team fill a trail that is not its own. */
    private AccessRequest shown(RequestContext context, AccessRequest pending) {
        return trail.read(context, AskingWords.ACCESS_REQUEST_LIST, Target.NONE, () -> pending);
    }

    private static String teamOf(RequestContext context) {
        String team = context.actor().team();
        if (team == null) {
            throw Failure.of(
                            ProblemCode.FORBIDDEN,
                            "Only a team can ask for access. An administrator with the scope 'access' gives roles"
                                    + " under /admin/teams.")
                    .toException();
        }
        return team;
    }

    @GetMapping("/access-requests")
    @Operation(
            operationId = "listOwnAccessRequests",
            summary = "List your team's requests for access",
            description = "Newest first. An answered one is shown for 14 days.")
    @Problems({})
    Listing<AccessRequest> own(RequestContext context, @RequestParam @Nullable RequestState state, Page page) {
        String team = context.actor().team();
        return trail.read(
                context,
                AskingWords.ACCESS_REQUEST_LIST,
                Target.NONE,
                () -> team == null
                        ? page.of(List.of()) // an administrator asks for nothing
                        : requests.list(new AccessRequestStore.Selection(team, null, state), page));
    }

    @GetMapping("/projects/{projectId}/access-requests")
    @Operation(
            operationId = "listAccessRequests",
            summary = "List the requests for access to a project",
            description = "For owners. Newest first. An answered one is shown for 14 days.")
    @Problems({})
    Listing<AccessRequest> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam @Nullable RequestState state,
            Page page) {
        return trail.read(
                context,
                AskingWords.ACCESS_REQUEST_LIST,
                Target.project(projectId),
                () -> requests.list(new AccessRequestStore.Selection(null, projectId, state), page));
    }

    @PutMapping("/projects/{projectId}/access-requests/{requestId}")
    @Operation(
            operationId = "answerAccessRequest",
            summary = "Answer a request for access to a project",
            description =
                    "For owners. A grant gives the role that was asked for, or a lower one that you name; it never"
                            + " lowers the role that the team has.")
    @Problems({"not-found", "access-request-answered", "team-not-found"})
    AccessRequest answer(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable String requestId,
            @RequestBody AnswerBody body) {
        return answers.answer(context, requests.get(context, projectId, requestId), body);
    }
}
