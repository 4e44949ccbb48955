package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administers teams, their API keys and their grants. */
@RestController
@RequestMapping(path = "/admin/teams", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
public class TeamController {

    public static final int MAX_DESCRIPTION = 500;

    private final Access access;
    private final AuditTrail trail;

    TeamController(Access access, AuditTrail trail) {
        this.access = access;
        this.trail = trail;
    }

    public record TeamRequest(
            @NotNull(message = "must be given")
            @Size(max = MAX_DESCRIPTION, message = "may have at most " + MAX_DESCRIPTION + " characters")
            @Schema(example = "Takes the customers' money")
            String description) {}

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} */
    public static void requireOneLine(String description) {
        if (!VisibleText.isOrEmpty(description, MAX_DESCRIPTION)) {
            throw Failure.invalid(
                            "description",
                            description.length() > MAX_DESCRIPTION
                                    ? "may have at most " + MAX_DESCRIPTION + " characters"
                                    : VisibleText.RULE)
                    .toException();
        }
    }

    /** @param until when the role ends; absent if it does not */
    public record GrantRequest(
            @NotNull(message = "must be viewer, editor or owner")
            Role role,

            @Schema(example = "2027-11-24T18:00:00Z") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant until) {}

    @GetMapping
    @Operation(operationId = "listTeams", summary = "List the teams")
    Listing<Team> list(RequestContext context, Page page) {
        return trail.read(context, Action.TEAM_GET, Target.NONE, () -> page.of(access.teams()));
    }

    @GetMapping("/{team}")
    @Operation(operationId = "getTeam", summary = "Get a team")
    @Problems("team-not-found")
    Team get(RequestContext context, @PathVariable String team) {
        return trail.read(context, Action.TEAM_GET, team(team), () -> access.team(team));
    }

    @PutMapping("/{team}")
    @Operation(operationId = "putTeam", summary = "Create a team or change its description")
    public ResponseEntity<Team> put(
            RequestContext context, @PathVariable String team, @Valid @RequestBody TeamRequest body) {
        requireOneLine(body.description());
        Target target = team(team).changing(Change.to(new Team(team, body.description(), access.now())));
        Put<Team> put = trail.write(
                context,
                Action.TEAM_PUT,
                target,
                Put::status,
                intent -> intent.changed(access.putTeam(team, body.description())));
        return answer("/admin/teams/" + team, put);
    }

    @DeleteMapping("/{team}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeTeam", summary = "Remove a team with its keys and grants")
    @Problems("team-not-found")
    public ResponseEntity<Void> remove(RequestContext context, @PathVariable String team) {
        return trail.write(context, Action.TEAM_REMOVE, team(team), 204, intent -> {
            intent.changed(access.remove(Principal.team(team)), null);
            return noContent();
        });
    }

    @GetMapping("/{team}/grants")
    @Operation(operationId = "listGrants", summary = "List a team's grants")
    @Problems("team-not-found")
    Listing<Grant> grants(RequestContext context, @PathVariable String team, Page page) {
        return trail.read(context, Action.GRANT_LIST, team(team), () -> {
            access.team(team);
            return page.of(access.grants().of(team));
        });
    }

    @PutMapping("/{team}/grants/{projectId}")
    @Operation(operationId = "putGrant", summary = "Give a team a role on a project, or change it")
    @Problems("team-not-found")
    public ResponseEntity<Grant> putGrant(
            RequestContext context,
            @PathVariable String team,
            @PathVariable ProjectId projectId,
            @Valid @RequestBody GrantRequest body) {
        access.grants().problemOf(projectId, body.until()).ifPresent(problem -> {
            throw Failure.invalid("until", problem).toException();
        });
        Instant until = body.until() == null ? null : body.until().truncatedTo(ChronoUnit.MICROS);
        Put<Grant> put = trail.write(
                context,
                Action.GRANT_PUT,
                Grant.target(team, projectId, body.role(), until),
                Put::status,
                intent -> intent.changed(
                        access.grants().put(team, projectId, body.role(), until, Grant.by(context.actor()))));
        return answer("/admin/teams/" + team + "/grants/" + projectId, put);
    }

    @DeleteMapping("/{team}/grants/{projectId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeGrant", summary = "Remove a team's role on a project")
    @Problems({"team-not-found", "not-found"})
    public ResponseEntity<Void> removeGrant(
            RequestContext context, @PathVariable String team, @PathVariable ProjectId projectId) {
        return trail.write(context, Action.GRANT_REMOVE, Target.grant(team, projectId), 204, intent -> {
            intent.changed(access.grants().remove(team, projectId), null);
            return noContent();
        });
    }

    private static Target team(String name) {
        return Target.of(Target.Kind.TEAM, name);
    }

    private static <T extends Recorded> ResponseEntity<T> answer(String location, Put<T> put) {
        return put.created() ? created(location, put.now()) : ResponseEntity.ok(put.now());
    }

    private static <T> ResponseEntity<T> created(String location, T body) {
        return ResponseEntity.created(URI.create(location)).body(body);
    }

    private static ResponseEntity<Void> noContent() {
        return ResponseEntity.noContent().build();
    }
}
