package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows administrators the access requests on all projects. */
@RestController
@RequestMapping(path = "/admin/access-requests", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class AccessRequestAdminController {

    private final AccessRequests requests;
    private final AuditTrail trail;

    AccessRequestAdminController(AccessRequests requests, AuditTrail trail) {
        this.requests = requests;
        this.trail = trail;
    }

    @GetMapping
    @Operation(
            operationId = "listAllAccessRequests",
            summary = "List the access requests of all teams",
            description =
                    "Newest first, also on projects that the gateway does not know. One is shown until 14 days after"
                            + " its end.")
    @Parameter(name = "team", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "projectId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Problems({})
    Listing<AccessRequest> list(
            RequestContext context,
            @RequestParam @Nullable RequestState state,
            @RequestParam @Nullable RequestKind kind,
            @RequestParam @Nullable String team,
            @RequestParam @Nullable ProjectId projectId,
            Page page) {
        AccessRequestStore.Selection selection = new AccessRequestStore.Selection(null, team, projectId, kind, state);
        return trail.read(context, AskingWords.ACCESS_REQUEST_LIST, Target.NONE, () -> requests.list(selection, page));
    }
}
