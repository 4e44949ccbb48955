package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows administrators the requests for access to all projects, and takes their answers. */
@RestController
@RequestMapping(path = "/admin/access-requests", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class AccessRequestAdminController {

    private final AccessRequests requests;
    private final AccessAnswers answers;
    private final AuditTrail trail;

    AccessRequestAdminController(AccessRequests requests, AccessAnswers answers, AuditTrail trail) {
        this.requests = requests;
        this.answers = answers;
        this.trail = trail;
    }

    @GetMapping
    @Operation(
            operationId = "listAllAccessRequests",
            summary = "List the teams' requests for access",
            description = "Newest first, also for projects that the gateway does not know. An answered one is shown for"
                    + " 14 days.")
    Listing<AccessRequest> list(RequestContext context, @RequestParam @Nullable RequestState state, Page page) {
        return trail.read(
                context,
                AskingWords.ACCESS_REQUEST_LIST,
                Target.NONE,
                () -> requests.list(new AccessRequestStore.Selection(null, null, state), page));
    }

    @PutMapping("/{requestId}")
    @Operation(
            operationId = "answerAnyAccessRequest",
            summary = "Answer a team's request for access",
            description = "A grant gives the role that was asked for, or a lower one that you name; it never lowers the"
                    + " role that the team has.")
    @Problems({"not-found", "access-request-answered", "team-not-found"})
    AccessRequest answer(RequestContext context, @PathVariable String requestId, @RequestBody AnswerBody body) {
        return answers.answer(context, requests.get(context, requestId), body);
    }
}
