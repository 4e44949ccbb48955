package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who may do what on which project, whatever team has the role. */
@RestController
@Tag(name = "Administration")
class GrantController {

    private final Access access;
    private final AuditTrail trail;

    GrantController(Access access, AuditTrail trail) {
        this.access = access;
        this.trail = trail;
    }

    /**
     * A grant as it is listed.
     *
     * @param since when the role was given
     * @param by who gave it, as JSON
     * @param until when it ends; null if it does not
     * @param afterwards the role that the team has after that; null if it has none
     */
    record GrantView(
            @Schema(example = "payments") String team,
            ProjectId projectId,
            Role role,
            Instant since,

            @Schema(implementation = Entry.Who.class) @JsonRawValue
            String by,

            @Schema(example = "2027-11-24T18:00:00Z") @Nullable
            Instant until,

            @Nullable Role afterwards) {

        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.team(),
                    grant.projectId(),
                    grant.role(),
                    grant.since(),
                    grant.by(),
                    grant.until(),
                    grant.afterwards());
        }
    }

    @GetMapping(path = "/admin/grants", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listAllGrants",
            summary = "List the roles of all teams on all projects",
            description = "By team and project, with who has given each role, and since when the team has it.")
    Listing<GrantView> list(
            RequestContext context,
            @RequestParam(required = false) @Nullable String team,
            @Parameter(schema = @Schema(type = "string")) @RequestParam(required = false) @Nullable ProjectId projectId,
            Page page) {
        Target place = projectId == null ? Target.NONE : Target.project(projectId);
        Target target = team == null || !Team.isName(team) ? place : place.about(Target.Kind.TEAM, team);
        return trail.read(
                context,
                Action.GRANT_LIST,
                target,
                () -> page.of(access.snapshot().allGrants(access.now()).stream()
                        .filter(grant -> team == null || grant.team().equals(team))
                        .filter(grant -> projectId == null || grant.projectId().equals(projectId))
                        .map(GrantView::of)
                        .toList()));
    }
}
