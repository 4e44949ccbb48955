package dev.linkgate.gateway.core.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** The one table of routes. A path outside the table does not exist for any caller, even if a controller maps it. */
public final class Routes {

    private static final Needs NOTHING = new Needs.Nothing();
    private static final Needs IDENTITY = new Needs.Identity();
    private static final Needs TEAM_KEY = new Needs.TeamKey();
    private static final Needs VIEWER = new Needs.RoleOnProject(Role.VIEWER);
    private static final Needs EDITOR = new Needs.RoleOnProject(Role.EDITOR);
    private static final Needs OWNER = new Needs.RoleOnProject(Role.OWNER);
    private static final Needs APPROVER = new Needs.Approver();
    private static final Needs AUDITOR = new Needs.Scope(AdminScope.AUDITOR);
    private static final Needs OPERATOR = new Needs.Scope(AdminScope.OPERATOR);
    private static final Needs ACCESS = new Needs.Scope(AdminScope.ACCESS);
    private static final Needs ACCESS_OR_AUDITOR = new Needs.Scope(AdminScope.ACCESS, AdminScope.AUDITOR);
    private static final Needs OPERATOR_OR_AUDITOR = new Needs.Scope(AdminScope.OPERATOR, AdminScope.AUDITOR);
    private static final Needs ALL = new Needs.Scope(AdminScope.ALL);

    private static final String LINK = "/projects/{projectId}/links/{linkId}";
    private static final String ENDPOINT = LINK + "/endpoints/{interfaceEndpointId}";
    private static final String TEAM = "/admin/teams/{team}";
    private static final String CREDENTIAL = "/admin/credentials/{name}";
    private static final String ADMINISTRATOR = "/admin/administrators/{name}";
    private static final String PROJECT = "/admin/projects/{projectId}";
    private static final String RULES = PROJECT + "/rules";
    private static final String APPROVED = "/projects/{projectId}/approved-endpoints";
    private static final String WEBHOOK = "/admin/webhooks/{name}";

    private static final String GROUP = "/api/atlas/v2/groups/{projectId}";
    private static final String V1 = "/api/atlas/v1.0/groups/{projectId}/privateEndpoint";
    private static final String CLASSIC_LINK = V1 + "/{linkId}";
    private static final String CLASSIC_ENDPOINTS = CLASSIC_LINK + "/interfaceEndpoints";

    private static final String[] PAGE = {"pageNum", "itemsPerPage", "includeCount"};

    private static final List<Route> OWN = List.of(
            Route.get("/", NOTHING).withAnyQuery(),
            Route.get("/start.js", NOTHING).withAnyQuery(),
            Route.get("/stream.js", NOTHING).withAnyQuery(),
            Route.get("/link.js", NOTHING).withAnyQuery(),
            Route.get("/endpoint.js", NOTHING).withAnyQuery(),
            Route.get("/tools.js", NOTHING).withAnyQuery(),
            Route.get("/project.js", NOTHING).withAnyQuery(),
            Route.get("/list.js", NOTHING).withAnyQuery(),
            Route.get("/write.js", NOTHING).withAnyQuery(),
            Route.get("/form.js", NOTHING).withAnyQuery(),
            Route.get("/change.js", NOTHING).withAnyQuery(),
            Route.get("/plan.js", NOTHING).withAnyQuery(),
            Route.get("/progress.js", NOTHING).withAnyQuery(),
            Route.get("/commands.js", NOTHING).withAnyQuery(),
            Route.get("/recent.js", NOTHING).withAnyQuery(),
            Route.get("/requests.js", NOTHING).withAnyQuery(),
            Route.get("/answers.js", NOTHING).withAnyQuery(),
            Route.get("/audit", NOTHING).withAnyQuery(),
            Route.get("/audit.js", NOTHING).withAnyQuery(),
            Route.get("/trail.js", NOTHING).withAnyQuery(),
            Route.get("/filters.js", NOTHING).withAnyQuery(),
            Route.get("/record.js", NOTHING).withAnyQuery(),
            Route.get("/recorded.js", NOTHING).withAnyQuery(),
            Route.get("/timeline.js", NOTHING).withAnyQuery(),
            Route.get("/chain.js", NOTHING).withAnyQuery(),
            Route.get("/checkpoints.js", NOTHING).withAnyQuery(),
            Route.get("/findings.js", NOTHING).withAnyQuery(),
            Route.get("/audit.css", NOTHING).withAnyQuery(),
            Route.get("/session.js", NOTHING).withAnyQuery(),
            Route.get("/signin.js", NOTHING).withAnyQuery(),
            Route.get("/login.js", NOTHING).withAnyQuery(),
            Route.get("/issuers.js", NOTHING).withAnyQuery(),
            Route.get("/expiry.js", NOTHING).withAnyQuery(),
            Route.get("/health.js", NOTHING).withAnyQuery(),
            Route.get("/elements.js", NOTHING).withAnyQuery(),
            Route.get("/pages.css", NOTHING).withAnyQuery(),
            Route.get("/icon.svg", NOTHING).withAnyQuery(),
            Route.get("/livez", NOTHING).withAnyQuery(),
            Route.get("/readyz", NOTHING).withAnyQuery(),
            Route.get("/problems", NOTHING).with(PAGE),
            Route.get("/problems/{code}", NOTHING),
            Route.get("/audit/public-key", NOTHING),
            Route.get("/swagger-ui.html", NOTHING).withAnyQuery(),
            Route.get("/swagger-ui/**", NOTHING).withAnyQuery(),
            Route.get("/v3/api-docs", NOTHING).withAnyQuery(),
            Route.get("/v3/api-docs.yaml", NOTHING).withAnyQuery(),
            Route.get("/v3/api-docs/swagger-config", NOTHING).withAnyQuery(),
            Route.get("/v3/api-docs/atlas", NOTHING).withAnyQuery(),
            Route.get("/v3/api-docs.yaml/atlas", NOTHING).withAnyQuery(),
            Route.get("/keys/current", IDENTITY),
            Route.of(POST, "/keys/rotation", TEAM_KEY),
            Route.of(DELETE, "/keys/rotation", TEAM_KEY),
            Route.of(POST, "/api/oauth/token", IDENTITY).withAnyQuery(),
            Route.of(POST, "/api/oauth/revoke", IDENTITY).withAnyQuery(),
            Route.get("/projects", IDENTITY).with(PAGE),
            Route.get("/access-requests", IDENTITY).with(PAGE).with("state"),
            Route.of(POST, "/projects/{projectId}/access-requests", IDENTITY),
            Route.get("/projects/{projectId}/access-requests", OWNER).with(PAGE).with("state"),
            Route.of(PUT, "/projects/{projectId}/access-requests/{requestId}", OWNER),
            Route.get("/projects/{projectId}/links", VIEWER).with(PAGE).with("provider", "region"),
            Route.of(POST, "/projects/{projectId}/links", OWNER).with("dryRun"),
            Route.get(LINK, VIEWER),
            Route.of(PATCH, LINK, OWNER).with("dryRun"),
            Route.of(DELETE, LINK, OWNER).with("dryRun"),
            Route.get(LINK + "/events", VIEWER),
            Route.get(LINK + "/endpoints", VIEWER).with(PAGE),
            Route.of(POST, LINK + "/endpoints", EDITOR).with("dryRun"),
            Route.get(ENDPOINT, VIEWER),
            Route.of(PUT, ENDPOINT, EDITOR).with("allowLinkRemoval", "dryRun"),
            Route.of(DELETE, ENDPOINT, EDITOR).with("allowLinkRemoval", "dryRun"),
            Route.of(PUT, ENDPOINT + "/team", OWNER),
            Route.get(ENDPOINT + "/connection-strings", VIEWER).with(PAGE).with("cluster"),
            Route.get("/projects/{projectId}/regional-mode", VIEWER),
            Route.of(PUT, "/projects/{projectId}/regional-mode", OWNER).with("dryRun"),
            Route.get("/projects/{projectId}/drift", VIEWER).with(PAGE),
            Route.get("/projects/{projectId}/terraform", VIEWER),
            Route.get("/projects/{projectId}/rules", VIEWER),
            Route.get(APPROVED, APPROVER).with(PAGE).with("state"),
            Route.get(APPROVED + "/{interfaceEndpointId}", APPROVER),
            Route.of(PUT, APPROVED + "/{interfaceEndpointId}", APPROVER),
            Route.of(DELETE, APPROVED + "/{interfaceEndpointId}", APPROVER),
            Route.get("/operations/{operationId}", IDENTITY),
            Route.of(DELETE, "/operations/{operationId}", IDENTITY),
            Route.get("/operations/{operationId}/events", IDENTITY),
            Route.get("/projects/{projectId}/operations", VIEWER).with(PAGE),
            Route.get("/projects/{projectId}/audit", VIEWER)
                    .with(
                            "team",
                            "actor",
                            "subject",
                            "keyId",
                            "address",
                            "action",
                            "result",
                            "from",
                            "to",
                            "target",
                            "phase",
                            "requestId",
                            "after",
                            "limit",
                            "includeCount"),
            Route.get("/admin/config", AUDITOR),
            Route.of(POST, "/admin/config", ALL).with("dryRun"),
            Route.get("/admin/credentials", OPERATOR).with(PAGE),
            Route.get(CREDENTIAL, OPERATOR),
            Route.of(PUT, CREDENTIAL, OPERATOR).with("verify"),
            Route.of(DELETE, CREDENTIAL, OPERATOR),
            Route.of(POST, CREDENTIAL + "/verification", OPERATOR),
            Route.get("/admin/master-keys", ALL).with(PAGE),
            Route.get("/admin/projects", OPERATOR).with(PAGE),
            Route.get(PROJECT, OPERATOR),
            Route.of(PUT, PROJECT, OPERATOR),
            Route.of(DELETE, PROJECT, OPERATOR),
            Route.get(RULES, ACCESS_OR_AUDITOR),
            Route.of(PUT, RULES, ACCESS),
            Route.of(DELETE, RULES, ACCESS),
            Route.get("/admin/webhooks", OPERATOR).with(PAGE),
            Route.get(WEBHOOK, OPERATOR),
            Route.of(PUT, WEBHOOK, OPERATOR),
            Route.of(DELETE, WEBHOOK, OPERATOR),
            Route.get(WEBHOOK + "/deliveries", OPERATOR).with(PAGE).with("state"),
            Route.of(POST, WEBHOOK + "/test", OPERATOR),
            Route.get("/admin/teams", ACCESS_OR_AUDITOR).with(PAGE),
            Route.get(TEAM, ACCESS_OR_AUDITOR),
            Route.of(PUT, TEAM, ACCESS),
            Route.of(DELETE, TEAM, ACCESS),
            Route.get(TEAM + "/keys", ACCESS_OR_AUDITOR).with(PAGE),
            Route.of(POST, TEAM + "/keys", ACCESS),
            Route.of(DELETE, TEAM + "/keys/{keyId}", ACCESS),
            Route.get(TEAM + "/identities", ACCESS_OR_AUDITOR).with(PAGE),
            Route.get(TEAM + "/identities/{identity}", ACCESS_OR_AUDITOR),
            Route.of(PUT, TEAM + "/identities/{identity}", ACCESS),
            Route.of(DELETE, TEAM + "/identities/{identity}", ACCESS),
            Route.get(TEAM + "/grants", ACCESS_OR_AUDITOR).with(PAGE),
            Route.of(PUT, TEAM + "/grants/{projectId}", ACCESS),
            Route.of(DELETE, TEAM + "/grants/{projectId}", ACCESS),
            Route.of(DELETE, "/admin/tokens", ACCESS).with("team", "identity", "issuer", "subject"),
            Route.get("/admin/grants", ACCESS_OR_AUDITOR).with(PAGE).with("team", "project"),
            Route.get("/admin/endpoints", OPERATOR_OR_AUDITOR)
                    .with(PAGE)
                    .with("team", "projectId", "provider", "status"),
            Route.get("/admin/access", AUDITOR).with("at"),
            Route.get("/admin/access-requests", ACCESS).with(PAGE).with("state"),
            Route.of(PUT, "/admin/access-requests/{requestId}", ACCESS),
            Route.get("/admin/administrators", ALL).with(PAGE),
            Route.get(ADMINISTRATOR, ALL),
            Route.of(PUT, ADMINISTRATOR, ALL),
            Route.of(DELETE, ADMINISTRATOR, ALL),
            Route.get(ADMINISTRATOR + "/keys", ALL).with(PAGE),
            Route.of(POST, ADMINISTRATOR + "/keys", ALL),
            Route.of(DELETE, ADMINISTRATOR + "/keys/{keyId}", ALL),
            Route.get(ADMINISTRATOR + "/identities", ALL).with(PAGE),
            Route.get(ADMINISTRATOR + "/identities/{identity}", ALL),
            Route.of(PUT, ADMINISTRATOR + "/identities/{identity}", ALL),
            Route.of(DELETE, ADMINISTRATOR + "/identities/{identity}", ALL),
            Route.get("/admin/audit", AUDITOR)
                    .with(
                            "projectId",
                            "team",
                            "actor",
                            "subject",
                            "keyId",
                            "address",
                            "action",
                            "result",
                            "from",
                            "to",
                            "target",
                            "phase",
                            "requestId",
                            "after",
                            "limit",
                            "includeCount"),
            Route.get("/admin/audit/verification", AUDITOR).with("from"),
            Route.get("/admin/audit/verification/last", AUDITOR),
            Route.get("/admin/audit/records/{sequence}", AUDITOR),
            Route.get("/admin/audit/checkpoint", AUDITOR),
            Route.get("/admin/audit/checkpoints", AUDITOR).with(PAGE),
            Route.of(POST, "/admin/audit/rollback-acceptance", ALL),
            Route.of(POST, "/admin/audit/key-rotation", ALL),
            Route.get("/admin/audit/reconciliation", AUDITOR).with("projectId", "from", "to"),
            Route.of(POST, "/admin/audit/reconciliation/findings/{findingId}/acknowledgement", AUDITOR));

    /** What Atlas's own tools use. The paths and parameters are Atlas's. */
    private static final List<Route> ATLAS = Stream.of(
                    List.of(
                            Route.get("/api/atlas/v2", IDENTITY),
                            Route.get("/api/atlas/v2/groups", IDENTITY).with(PAGE),
                            // Before all that it could be taken for.
                            Route.get("/api/atlas/v2/groups/byName/{groupName}", IDENTITY),
                            Route.get("/api/atlas/v2/orgs", IDENTITY).with(PAGE).with("name"),
                            Route.get("/api/atlas/v2/orgs/{orgId}", IDENTITY),
                            Route.get("/api/atlas/v2/orgs/{orgId}/groups", IDENTITY)
                                    .with(PAGE)
                                    .with("name"),
                            Route.get(GROUP, VIEWER),
                            Route.get(GROUP + "/teams", VIEWER).with(PAGE),
                            Route.get(GROUP + "/users", VIEWER)
                                    .with(PAGE)
                                    .with("flattenTeams", "includeOrgUsers", "orgMembershipStatus", "username"),
                            Route.get(GROUP + "/limits", VIEWER),
                            Route.get(GROUP + "/settings", VIEWER),
                            Route.get(GROUP + "/ipAddresses", VIEWER),
                            Route.get(GROUP + "/managedSlowMs", VIEWER),
                            Route.get(GROUP + "/flexClusters", VIEWER).with(PAGE),
                            Route.get(GROUP + "/clusters", VIEWER).with(PAGE).with("includeDeletedWithRetainedBackups"),
                            Route.get(GROUP + "/clusters/{clusterName}", VIEWER),
                            Route.get(GROUP + "/clusters/{clusterName}/processArgs", VIEWER)),
                    multiCloud(GROUP + "/privateEndpoint"),
                    multiCloud(V1, PAGE), // its clients send them with every list
                    List.of(
                            Route.get(V1, VIEWER).with(PAGE),
                            Route.of(POST, V1, OWNER),
                            Route.get(CLASSIC_LINK, VIEWER),
                            Route.of(DELETE, CLASSIC_LINK, OWNER),
                            Route.of(POST, CLASSIC_ENDPOINTS, EDITOR),
                            Route.get(CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", VIEWER),
                            Route.of(DELETE, CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", EDITOR)))
            .flatMap(List::stream)
            .toList();

    static final List<Route> TABLE = Stream.concat(OWN.stream(), ATLAS.stream()).toList();

    private Routes() {}

    private static List<Route> multiCloud(String root, String... parametersOfLists) {
        String links = root + "/{cloudProvider}/endpointService";
        String link = links + "/{linkId}";
        String endpoint = link + "/endpoint/{interfaceEndpointId}";
        return List.of(
                Route.of(POST, root + "/endpointService", OWNER),
                Route.of(PATCH, root + "/endpointService/{linkId}", OWNER),
                Route.get(root + "/regionalMode", VIEWER),
                Route.of(PATCH, root + "/regionalMode", OWNER),
                Route.get(links, VIEWER).with(parametersOfLists),
                Route.get(link, VIEWER),
                Route.of(DELETE, link, OWNER),
                Route.of(POST, link + "/endpoint", EDITOR),
                Route.get(endpoint, VIEWER),
                Route.of(DELETE, endpoint, EDITOR));
    }

    /** The result of routing a request. */
    public sealed interface Match {

        /** @param variables the path's variables, decoded */
        record Found(Route route, Map<String, String> variables) implements Match {}

        /** @param allowed the methods that the path accepts */
        record WrongMethod(Set<String> allowed) implements Match {}

        record Nowhere() implements Match {}
    }

    /** @param method as sent; HEAD is routed like GET */
    public static Match match(String method, PathContainer path) {
        HttpMethod wanted = method.equals("HEAD") ? HttpMethod.GET : HttpMethod.valueOf(method);
        for (Route route : TABLE) {
            if (route.method().equals(wanted) && route.fits(path)) {
                PathPattern.PathMatchInfo match = route.pattern().matchAndExtract(path);
                if (match != null) {
                    return new Match.Found(route, match.getUriVariables());
                }
            }
        }
        Set<String> allowed = TABLE.stream()
                .filter(route -> route.pattern().matches(path))
                .map(route -> route.method().name())
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty() ? new Match.Nowhere() : new Match.WrongMethod(allowed);
    }
}
