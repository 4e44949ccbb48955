package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.platform.web.QueryParameters;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints on all links of a project. */
@RestController
@RequestMapping(path = "/projects/{projectId}/endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Endpoints")
class ProjectEndpointController {

    private final ProjectEndpoints endpoints;
    private final AuditTrail trail;

    ProjectEndpointController(ProjectEndpoints endpoints, AuditTrail trail) {
        this.endpoints = endpoints;
        this.trail = trail;
    }

    @GetMapping
    @Operation(
            operationId = "listProjectEndpoints",
            summary = "List the endpoints of a project",
            description =
                    "Those on all links, and those of Data Federation. Which there are, Atlas's lists tell, which are"
                            + " read as for themselves."
                            + " An endpoint is as it was last seen, at `seenAt`: it is not read for this. Whoever reads it, waits"
                            + " for it or writes it sees it, and the gateway itself does so once an hour.")
    @Parameter(name = "team", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "provider", in = ParameterIn.QUERY, schema = @Schema(implementation = Provider.class))
    @Parameter(
            name = "connectionStatus",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ConnectionStatus.class))
    @Parameter(name = "failed", in = ParameterIn.QUERY, schema = @Schema(type = "boolean"))
    @Parameter(name = "linkId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "kind", in = ParameterIn.QUERY, schema = @Schema(implementation = ProjectEndpoint.Kind.class))
    @Problems.OfAtlas
    ResponseEntity<Listing<ProjectEndpoint>> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            HttpServletRequest request,
            Freshness freshness,
            Page page) {
        Wanted wanted = Wanted.of(request);
        Aged<Listing<ProjectEndpoint>> aged = trail.read(
                context,
                Action.ENDPOINT_LIST,
                Target.project(projectId),
                () -> endpoints
                        .read(context, projectId, selection(projectId, wanted), freshness)
                        .map(found -> page.of(
                                found.endpoints().stream().filter(wanted::fits).toList())));
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    private ProjectEndpoints.Selection selection(ProjectId project, Wanted wanted) {
        return new ProjectEndpoints.Selection(
                cloud(project, wanted),
                wanted.kind != ProjectEndpoint.Kind.FEDERATION,
                wanted.kind != ProjectEndpoint.Kind.LINK && wanted.linkId == null);
    }

    /** The only cloud whose links are needed; absent if that is not known. */
    private @Nullable Provider cloud(ProjectId project, Wanted wanted) {
        return wanted.provider == null && wanted.linkId != null
                ? endpoints.knownProviderOf(project, wanted.linkId).orElse(null)
                : wanted.provider;
    }

    /** Which endpoints are wanted; an absent condition does not restrict. */
    private record Wanted(
            @Nullable String team,
            @Nullable Provider provider,
            @Nullable ConnectionStatus status,
            @Nullable Boolean failed,
            @Nullable LinkId linkId,
            ProjectEndpoint.@Nullable Kind kind) {

        static Wanted of(HttpServletRequest request) {
            QueryParameters parameters = new QueryParameters(request);
            Wanted wanted = new Wanted(
                    parameters.get("team", "a team's name", Wanted::team),
                    parameters.get(
                            "provider",
                            "AWS, AZURE or GCP",
                            text -> Provider.of(text).orElseThrow(IllegalArgumentException::new)),
                    oneOf(parameters, "connectionStatus", ConnectionStatus.values()),
                    parameters.get("failed", "true or false", Boolean::valueOf),
                    parameters.get("linkId", "24 lowercase hex digits", LinkId::new),
                    oneOf(parameters, "kind", ProjectEndpoint.Kind.values()));
            parameters.check();
            return wanted;
        }

        private static <E extends Enum<E>> @Nullable E oneOf(QueryParameters parameters, String name, E[] all) {
            return parameters.get(
                    name,
                    "one of " + List.of(all),
                    text -> Arrays.stream(all)
                            .filter(each -> each.name().equals(text))
                            .findFirst()
                            .orElseThrow(IllegalArgumentException::new));
        }

        private static String team(String name) {
            if (!Team.isName(name)) {
                throw new IllegalArgumentException("not a team's name");
            }
            return name;
        }

        boolean fits(ProjectEndpoint each) {
            Endpoint endpoint = each.endpoint();
            return (team == null || team.equals(endpoint.team()))
                    && (provider == null || provider == endpoint.provider())
                    && (status == null || status == endpoint.connectionStatus())
                    && (failed == null || failed == endpoint.failed())
                    && (linkId == null || linkId.equals(each.linkId()))
                    && (kind == null || kind == each.kind());
        }
    }
}
