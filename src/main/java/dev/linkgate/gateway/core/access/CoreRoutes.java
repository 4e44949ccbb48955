package dev.linkgate.gateway.core.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route.Needs;
import java.util.List;
import org.springframework.stereotype.Component;

/** The routes of a gateway without features. */
@Component
final class CoreRoutes implements RouteSource {

    private static final String LINK = "/projects/{projectId}/links/{linkId}";
    private static final String ENDPOINT = "/projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}";
    private static final String TEAM = "/admin/teams/{team}";
    private static final String ADMINISTRATOR = "/admin/administrators/{name}";
    private static final String PROJECT = "/admin/projects/{projectId}";
    private static final String RULES = "/admin/projects/{projectId}/rules";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/livez", Needs.NOTHING).withAnyQuery(),
                Route.get("/readyz", Needs.NOTHING).withAnyQuery(),
                Route.get("/projects", Needs.IDENTITY).paged(),
                Route.get("/projects/{projectId}/links", Needs.VIEWER).paged().with("provider", "region"),
                Route.of(POST, "/projects/{projectId}/links", Needs.OWNER).with("dryRun"),
                Route.get(LINK, Needs.VIEWER),
                Route.of(PATCH, LINK, Needs.OWNER).with("dryRun"),
                Route.of(DELETE, LINK, Needs.OWNER).with("dryRun"),
                Route.get(LINK + "/endpoints", Needs.VIEWER).paged(),
                Route.of(POST, LINK + "/endpoints", Needs.EDITOR).with("dryRun"),
                Route.get(ENDPOINT, Needs.VIEWER),
                Route.of(PUT, ENDPOINT, Needs.EDITOR).with("allowLinkRemoval", "dryRun"),
                Route.of(DELETE, ENDPOINT, Needs.EDITOR).with("allowLinkRemoval", "dryRun"),
                Route.of(PUT, ENDPOINT + "/team", Needs.OWNER),
                Route.get("/projects/{projectId}/rules", Needs.VIEWER),
                Route.get("/admin/projects", Needs.OPERATOR).paged(),
                Route.get(PROJECT, Needs.OPERATOR),
                Route.of(PUT, PROJECT, Needs.OPERATOR),
                Route.of(DELETE, PROJECT, Needs.OPERATOR),
                Route.get(RULES, Needs.ACCESS_OR_AUDITOR),
                Route.of(PUT, RULES, Needs.ACCESS),
                Route.of(DELETE, RULES, Needs.ACCESS),
                Route.get("/admin/teams", Needs.ACCESS_OR_AUDITOR).paged(),
                Route.get(TEAM, Needs.ACCESS_OR_AUDITOR),
                Route.of(PUT, TEAM, Needs.ACCESS),
                Route.of(DELETE, TEAM, Needs.ACCESS),
                Route.get(TEAM + "/keys", Needs.ACCESS_OR_AUDITOR).paged(),
                Route.of(POST, TEAM + "/keys", Needs.ACCESS),
                Route.of(DELETE, TEAM + "/keys/{keyId}", Needs.ACCESS),
                Route.get(TEAM + "/grants", Needs.ACCESS_OR_AUDITOR).paged(),
                Route.of(PUT, TEAM + "/grants/{projectId}", Needs.ACCESS),
                Route.of(DELETE, TEAM + "/grants/{projectId}", Needs.ACCESS),
                Route.get("/admin/grants", Needs.ACCESS_OR_AUDITOR).paged().with("team", "projectId"),
                Route.get("/admin/administrators", Needs.ALL).paged(),
                Route.get(ADMINISTRATOR, Needs.ALL),
                Route.of(PUT, ADMINISTRATOR, Needs.ALL),
                Route.of(DELETE, ADMINISTRATOR, Needs.ALL),
                Route.get(ADMINISTRATOR + "/keys", Needs.ALL).paged(),
                Route.of(POST, ADMINISTRATOR + "/keys", Needs.ALL),
                Route.of(DELETE, ADMINISTRATOR + "/keys/{keyId}", Needs.ALL));
    }
}
